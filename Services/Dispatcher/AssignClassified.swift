import Contracts
import FoundationEssentials
import WorkerKit

/// Finds an agent for every ticket that has just been classified.
struct AssignClassified: Handler {
    let dispatching: Dispatching

    func decide(_ batch: [Received<TicketClassifiedV1>], in turn: Turn) async throws -> [Verdict] {
        let situation = try await dispatching.situation(
            of: batch.map(\.body.ticketID),
            joining: DrainWaiting.limit,
            in: turn
        )
        let ready = batch.filter { situation.tickets[$0.body.ticketID]?.isClassified ?? false }
        try await dispatching.assign(
            ready.map { Wish(ticket: $0.body.ticketID) },
            given: situation,
            because: causes(of: ready),
            in: turn
        )
        return batch.map { received in
            situation.tickets[received.body.ticketID]?.isClassified ?? false ? .done : .late(received.envelope)
        }
    }
}

extension Verdict {
    /// The ticket or its classification is not to be seen yet: nine more tries, then a person.
    static func late(_ envelope: Envelope) -> Verdict {
        guard envelope.attempt >= 10 else { return .retry(after: .seconds(1)) }
        return .park(
            reason: "the ticket or its classification was not found in 10 tries; check the classifier, then replay"
        )
    }
}

/// By ticket, the message that leads to what follows.
func causes(of batch: [Received<some Message>]) -> [UUID: Envelope] {
    let pairs = batch.compactMap { received in received.body.subjectID.map { ($0, received.envelope) } }
    return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
}
