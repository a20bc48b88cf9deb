import Contracts
public import FoundationEssentials
import Postgres
import Tickets
import WorkerKit

extension Desk {
    /// Hands a ticket over to another team, which alone may have it until somebody hands it over again.
    ///
    /// Who did it, when, to whom and why stands in the ledger and beside the conversation. Clocks go on. The dispatcher
    /// finds the agent, or gives it to the one named, above capacity and outside all rules but being away.
    ///
    /// - Throws: `DeskError.ended`, `.unknownTeam`, `.unknownAgent`, `.agentOfOtherTeam`, `.alreadyThere`, `.badText`.
    public func handOver(
        _ ticket: UUID,
        to team: String,
        agent: String? = nil,
        reason: String,
        ifVersion: Int? = nil
    ) async throws -> TicketPlace {
        let place = try await locked(ticket, ifVersion: ifVersion)
        guard !place.status.isEnded else { throw DeskError.ended(place.status) }
        try await requireStaffed(team)
        if let agent { try await require(agent, in: team) }
        let former = try await teamNow(of: ticket)
        if agent == nil, former == team { throw DeskError.alreadyThere(team) }
        let entry = try write("hand_over", reason, on: ticket)
        turn.transaction.enqueue("UPDATE ticket_state SET team_id = $2 WHERE ticket_id = $1", ticket, team)
        try record("handed_over", on: place, HandOverFact(agent: agent, entry: entry, from: former, team: team))
        try turn.emit(
            TicketReassignRequestedV1(ticketID: ticket, agentID: agent, teamID: team, actor: actor.text),
            lane: place.lane
        )
        return place
    }

    /// Says whether a ticket is worked on without a break, handed on at the end of each shift; nil leaves it to the policy.
    public func setContinuous(_ ticket: UUID, _ mark: Bool?, ifVersion: Int? = nil) async throws -> TicketPlace {
        let place = try await locked(ticket, ifVersion: ifVersion)
        guard !place.status.isEnded else { throw DeskError.ended(place.status) }
        turn.transaction.enqueue("UPDATE ticket_state SET continuous = $2 WHERE ticket_id = $1", ticket, mark)
        try record("continuous", on: place, ContinuousFact(mark: mark.map { $0 ? "on" : "off" } ?? "policy"))
        return place
    }

    /// Where the ticket is: with whoever has it, else where a person sent it.
    private func teamNow(of ticket: UUID) async throws -> String? {
        let rows = try await turn.transaction.rows(
            """
            SELECT COALESCE(a.team_id, s.team_id) AS team
            FROM ticket_state s
            LEFT JOIN assignment a ON a.ticket_id = s.ticket_id AND a.ended_at IS NULL
            WHERE s.ticket_id = $1
            """,
            ticket
        )
        guard let row = rows.first else { return nil }
        return try row("team")
    }

    private func requireStaffed(_ team: String) async throws {
        let rows = try await turn.transaction.rows(
            "SELECT 1 AS one FROM team t WHERE t.id = $1 AND t.active AND EXISTS (SELECT FROM agent a WHERE a.team_id = t.id AND a.active)",
            team
        )
        guard !rows.isEmpty else { throw DeskError.unknownTeam(team) }
    }

    private func require(_ agent: String, in team: String) async throws {
        let rows = try await turn.transaction.rows("SELECT team_id FROM agent WHERE id = $1 AND active", agent)
        guard let row = rows.first else { throw DeskError.unknownAgent(agent) }
        guard try row("team_id") == team else { throw DeskError.agentOfOtherTeam(agent: agent, team: team) }
    }
}

/// Ledger data of a hand-over between teams; the reason stands in `desk_entry`.
struct HandOverFact: Encodable {
    let agent: String?
    let entry: UUID
    let from: String?
    let team: String
}

/// Ledger data of a mark: `on`, `off` or `policy`.
struct ContinuousFact: Encodable {
    let mark: String
}
