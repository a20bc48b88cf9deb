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

/// Tells the agent that the customer wrote again; what a machine wrote is told to nobody.
struct AnnounceMessages: Handler {
    let composer: Composer

    func decide(_ batch: [Received<TicketMessageReceivedV1>], in turn: Turn) async throws -> [Verdict] {
        let human = batch.filter { !$0.body.machine }
        var verdicts = try await composer.compose(
            human.map { Announcement(occasion: $0.body.occasion, attempt: $0.envelope.attempt) },
            in: turn
        ).makeIterator()
        return batch.map { $0.body.machine ? .done : verdicts.next() ?? .done }
    }
}

/// An occasion and how often its message has come.
struct Announcement: Sendable {
    let occasion: Occasion
    /// From 1.
    let attempt: Int
}
