import Broker

/// Parks dead letters with the broker's reason.
struct DrainDeadLetters: RawHandler {
    func decide(_ batch: [RawMessage], in turn: Turn) async throws -> [Verdict] {
        batch.map { .park(reason: $0.death?.sentence ?? "it lay among the dead letters without a reason") }
    }
}

/// Why and where a message died, from the broker's headers or our own.
struct Death: Sendable, Equatable {
    /// Queue it died in; `nil` when it never reached one.
    let queue: String?
    /// Where it was published.
    let exchange: String?
    let routingKey: String?
    let reason: String

    init?(_ headers: [String: HeaderValue]) {
        if let exchange = headers[HeaderName.originalExchange]?.text {
            queue = nil
            self.exchange = exchange
            routingKey = headers[HeaderName.originalRoutingKey]?.text
            reason = "no queue takes it"
        } else if let queue = headers["x-first-death-queue"]?.text {
            self.queue = queue
            exchange = headers["x-first-death-exchange"]?.text
            routingKey = nil
            reason = headers["x-first-death-reason"]?.text ?? "unknown"
        } else {
            return nil
        }
    }

    var sentence: String {
        queue.map { "the broker gave up on it in \($0): \(reason)" } ?? "\(reason): run `aftersail topology apply`"
    }
}
