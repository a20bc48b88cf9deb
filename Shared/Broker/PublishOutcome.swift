/// What became of a published message.
public enum PublishOutcome: Sendable, Equatable {
    /// Every queue it was routed to has stored it.
    case confirmed
    /// A queue refused it, as a full one with `reject-publish` does; send again later.
    case nacked
    /// Not stored: no queue took it (312), its exchange is missing (404), or it cannot be sent (501).
    case returned(code: Int, reason: String)
    /// Perhaps stored, perhaps not; send again with the same message id.
    case unknown
}
