import Contracts
import FoundationEssentials
import WorkerKit

/// Gives an agent who signs off no more work and, when asked, finds others for the open tickets.
struct TakeBackFromAway: Handler {
    let dispatching: Dispatching

    func decide(_ batch: [Received<AgentAwayV1>], in turn: Turn) async throws -> [Verdict] {
        let transaction = turn.transaction
        transaction.enqueueFloor()
        let signedOff = try await transaction.setAway(
            true,
            batch.map { AwayWord(agent: $0.body.agentID, told: $0.envelope.id) },
            at: turn.now
        )
        turn.transaction.enqueueLook(atTicketsOf: signedOff.sorted(), at: turn.now)
        let returning = batch.filter { $0.body.returnTickets && signedOff.contains($0.body.agentID) }
        if !returning.isEmpty { try await takeBack(returning, in: turn) }
        return batch.map { _ in .done }
    }

    private func takeBack(_ batch: [Received<AgentAwayV1>], in turn: Turn) async throws {
        let ended = try await turn.transaction.endAll(of: Set(batch.map(\.body.agentID)).sorted(), at: turn.now)
        guard !ended.isEmpty else { return }
        let words = Dictionary(batch.map { ($0.body.agentID, $0.envelope) }, uniquingKeysWith: { first, _ in first })
        let causes = Dictionary(
            ended.compactMap { assignment in words[assignment.agent].map { (assignment.ticket, $0) } },
            uniquingKeysWith: { first, _ in first }
        )
        let situation = try await dispatching.situation(of: ended.map(\.ticket), in: turn)
        try turn.tellReturned(ended, reason: "away", tickets: situation.tickets, because: causes)
        try await dispatching.assign(
            ended.map { Wish(ticket: $0.ticket) },
            given: situation,
            because: causes,
            in: turn
        )
    }
}
