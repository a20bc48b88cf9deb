import Contracts
import WorkerKit

/// Writes the notifications of one kind of message, one for each reason.
struct Announce<Body: Announced>: Handler {
    let composer: Composer

    init(_ body: Body.Type, _ composer: Composer) {
        self.composer = composer
    }

    func decide(_ batch: [Received<Body>], in turn: Turn) async throws -> [Verdict] {
        try await composer.compose(
            batch.map { Announcement(occasion: $0.body.occasion, attempt: $0.envelope.attempt) },
            in: turn
        )
    }
}

/// Tells the agent that the customer wrote again; of what machines write only that a mail of ours came back.
struct AnnounceMessages: Handler {
    let composer: Composer

    func decide(_ batch: [Received<TicketMessageReceivedV1>], in turn: Turn) async throws -> [Verdict] {
        let returned = try await ReturnedMails(patience: Self.patience).learn(
            from: batch.filter(\.body.machine),
            in: turn
        )
        let human = batch.filter { !$0.body.machine }
        var verdicts = try await composer.compose(
            human.map { Announcement(occasion: $0.body.occasion, attempt: $0.envelope.attempt) }
                + returned.news.map { Announcement(occasion: $0, attempt: 1) },
            in: turn
        ).makeIterator()
        return batch.map { $0.body.machine ? returned.verdicts[$0.body.messageID] ?? .done : verdicts.next() ?? .done }
    }

    /// Tries of a bounce that was quicker than our note of having sent the mail.
    private static let patience = 5
}

/// An occasion and how often its message has come.
struct Announcement: Sendable {
    let occasion: Occasion
    /// From 1.
    let attempt: Int
}
