import Contracts
public import FoundationEssentials
import Postgres
import Tickets
import WorkerKit

extension Desk {
    /// Asks the dispatcher to give the ticket to somebody else; without a wish it chooses.
    ///
    /// - Throws: `DeskError.unknownAgent`, `.ended`.
    public func reassign(_ ticket: UUID, to agent: String? = nil, ifVersion: Int? = nil) async throws -> TicketPlace {
        let place = try await locked(ticket, ifVersion: ifVersion)
        guard !place.status.isEnded else { throw DeskError.ended(place.status) }
        if let agent {
            try await requireActive(agent)
            follow(agent, with: ticket)
        }
        try turn.emit(
            TicketReassignRequestedV1(ticketID: ticket, agentID: agent, actor: actor.text),
            lane: place.lane
        )
        return place
    }

    /// A ticket that a person handed to a team goes on belonging to the team of whom a person names.
    private func follow(_ agent: String, with ticket: UUID) {
        turn.transaction.enqueue(
            """
            UPDATE ticket_state s
            SET team_id = a.team_id
            FROM agent a
            WHERE s.ticket_id = $1 AND s.team_id IS NOT NULL AND a.id = $2
            """,
            ticket,
            agent
        )
    }

    /// The agent takes no work for now; with `returnTickets` others get the open ones.
    public func away(_ agent: String, returnTickets: Bool) async throws {
        try await requireActive(agent)
        try turn.emit(AgentAwayV1(agentID: agent, returnTickets: returnTickets), lane: .normal)
    }

    /// The agent takes work again.
    public func back(_ agent: String) async throws {
        try await requireActive(agent)
        try turn.emit(AgentBackV1(agentID: agent), lane: .normal)
    }

    private func requireActive(_ agent: String) async throws {
        let rows = try await turn.transaction.rows("SELECT 1 AS one FROM agent WHERE id = $1 AND active", agent)
        guard !rows.isEmpty else { throw DeskError.unknownAgent(agent) }
    }
}
