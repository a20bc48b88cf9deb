/// One call of `publish`: its messages, what became of them, and who waits.
final class PublishBatch {
    let messages: [OutgoingMessage]
    let deadline: ContinuousClock.Instant
    private var outcomes: [PublishOutcome?]
    private var unsettled: Int
    private var waiter: CheckedContinuation<[PublishOutcome], Never>?
    /// Index of the next message to send.
    private(set) var next = 0

    init(
        _ messages: [OutgoingMessage],
        deadline: ContinuousClock.Instant,
        waiter: CheckedContinuation<[PublishOutcome], Never>
    ) {
        self.messages = messages
        self.deadline = deadline
        self.waiter = waiter
        outcomes = Array(repeating: nil, count: messages.count)
        unsettled = messages.count
    }

    var isFinished: Bool { waiter == nil }
    var hasUnsent: Bool { waiter != nil && next < messages.count }
    var hasBegun: Bool { next > 0 }

    func takeNext() -> Int {
        defer { next += 1 }
        return next
    }

    /// The broker gave it back; its confirm is still to come.
    func markReturned(_ index: Int, code: Int, reason: String) {
        if outcomes[index] == nil { outcomes[index] = .returned(code: code, reason: reason) }
    }

    func isReturned(_ index: Int) -> Bool { outcomes[index] != nil }

    /// The last word on one message; a return counts more than the confirm that follows it.
    func settle(_ index: Int, _ outcome: PublishOutcome) {
        guard waiter != nil else { return }
        outcomes[index] = outcomes[index] ?? outcome
        unsettled -= 1
        if unsettled == 0 { finish() }
    }

    /// Answers now; what is not settled is unknown.
    func finish() {
        waiter?.resume(returning: outcomes.map { $0 ?? .unknown })
        waiter = nil
    }
}
