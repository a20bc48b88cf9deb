public import Contracts
public import FoundationEssentials

/// One message as a handler sees it.
public struct Received<Body: Message>: Sendable {
    /// What was said.
    public let body: Body
    /// What the wire said about it.
    public let envelope: Envelope
}

/// Everything about a message but its body.
public struct Envelope: Sendable, Equatable {
    /// UUIDv7 of the message; the same at every delivery and retry.
    public let id: UUID
    /// Queue it came from.
    public let queue: String
    /// Try this is, from 1; deliveries after a lost link do not count.
    public let attempt: Int
    /// W3C trace context that the sender continued.
    public let trace: TraceContext
    /// Where an answer is wanted, with the asker's own id.
    public let replyTo: ReplyAddress?
    /// What went wrong on earlier attempts, oldest first.
    public let causes: [String]
}

/// Where an asker waits for an answer.
public struct ReplyAddress: Sendable, Equatable {
    /// Queue, published to through the default exchange.
    public let queue: String
    /// Echoed unchanged.
    public let correlationID: String?
}
