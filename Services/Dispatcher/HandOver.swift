import Contracts
import FoundationEssentials
import WorkerKit

/// Moves tickets that a person wants with somebody else: to the agent named, or to another than now.
///
/// With a team it goes there, and nowhere else until a person hands it over again; the team stands in the ticket's state.
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
            requests.map { (ticket: $0.ticketID, agent: $0.agentID, team: $0.teamID) },
            at: turn.now
        )
        let situation = try await dispatching.situation(of: requests.map(\.ticketID), in: turn)
        let causes = last.mapValues(\.envelope)
        let actors = last.mapValues(\.body.actor)
        for reason in ["handed_over", "reassigned"] {
            let these = ended.filter { (last[$0.ticket]?.body.teamID == nil) == (reason == "reassigned") }
            try turn.tellReturned(these, reason: reason, by: actors, tickets: situation.tickets, because: causes)
        }
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
            // The new team keeps others out, and what was wished before is over.
            excluded: request.teamID == nil ? Set([formerAgent].compactMap { $0 }) : [],
            forgets: request.teamID != nil
        )
    }
}
