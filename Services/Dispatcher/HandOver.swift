import Contracts
import FoundationEssentials
import WorkerKit

/// Moves tickets that a person wants with somebody else: to the agent named, or to another than now.
///
/// An agent who is away or gone cannot be had; the ticket goes to another then. A ticket that is with the named agent
/// already stays there.
struct HandOver: Handler {
    let dispatching: Dispatching
    let release: CapacityReturn

    func decide(_ batch: [Received<TicketReassignRequestedV1>], in turn: Turn) async throws -> [Verdict] {
        // The last word about a ticket counts.
        let last = Dictionary(batch.map { ($0.body.ticketID, $0) }) { earlier, later in
            earlier.envelope.id < later.envelope.id ? later : earlier
        }
        let requests = last.values.map(\.body).sorted { $0.ticketID < $1.ticketID }
        turn.transaction.enqueueFloor()
        let ended = try await turn.transaction.endUnless(
            requests.map { (ticket: $0.ticketID, agent: $0.agentID) },
            at: turn.now
        )
        let situation = try await dispatching.situation(of: requests.map(\.ticketID), in: turn)
        let causes = last.mapValues(\.envelope)
        try turn.tellReturned(ended, reason: "reassigned", tickets: situation.tickets, because: causes)
        let former = Dictionary(ended.map { ($0.ticket, $0.agent) }, uniquingKeysWith: { first, _ in first })
        let wishes = requests.map { wish(for: $0, formerAgent: former[$0.ticketID]) }
        release.announce(Set(ended.map(\.agent)), in: turn)
        try await dispatching.assign(wishes, given: situation, because: causes, in: turn)
        return batch.map { _ in .done }
    }

    private func wish(for request: TicketReassignRequestedV1, formerAgent: String?) -> Wish {
        Wish(
            ticket: request.ticketID,
            way: request.agentID.map { .wanted(agent: $0, by: request.actor) } ?? .anybody,
            excluded: Set([formerAgent].compactMap { $0 })
        )
    }
}
