import FoundationEssentials
import Postgres

/// An assignment that has just ended.
struct EndedAssignment: Sendable, Equatable {
    let id: UUID
    let ticket: UUID
    let agent: String
}

extension Transaction {
    /// Gives back the weight of what `ended` returns, and reads it.
    private static let freeing = """
        , freed AS (
            UPDATE agent_load l
            SET load = greatest(0, l.load - f.weight)
            FROM (SELECT agent_id, sum(weight)::integer AS weight FROM ended GROUP BY agent_id) f
            WHERE l.agent_id = f.agent_id
        )
        SELECT id, ticket_id, agent_id FROM ended ORDER BY ticket_id
        """

    /// Ends the assignments of those tickets whose work is over.
    func endFinished(_ tickets: [UUID], at now: Date) async throws -> [EndedAssignment] {
        let rows = try await rows(
            """
            WITH ended AS (
                UPDATE assignment a
                SET ended_at = $2, end_reason = CASE s.status WHEN 'resolved' THEN 'resolved' ELSE 'closed' END
                FROM unnest($1::uuid[]) AS k (ticket_id)
                CROSS JOIN LATERAL (
                    SELECT x.status FROM ticket_state x WHERE x.ticket_id = k.ticket_id LIMIT 1
                ) s
                CROSS JOIN LATERAL (
                    SELECT x.id FROM assignment x WHERE x.ticket_id = k.ticket_id AND x.ended_at IS NULL LIMIT 1
                ) current
                WHERE s.status IN ('resolved', 'closed', 'merged') AND a.id = current.id
                RETURNING a.id, a.ticket_id, a.agent_id, a.weight
            )\(Self.freeing)
            """,
            tickets,
            now
        )
        return try rows.map { try $0.endedAssignment() }
    }

    /// Ends all assignments of agents who went away.
    func endAll(of agents: [String], at now: Date) async throws -> [EndedAssignment] {
        let rows = try await rows(
            """
            WITH ended AS (
                UPDATE assignment a
                SET ended_at = $2, end_reason = 'away'
                FROM unnest($1::text[]) AS k (agent_id)
                WHERE a.agent_id = k.agent_id AND a.ended_at IS NULL
                RETURNING a.id, a.ticket_id, a.agent_id, a.weight
            )\(Self.freeing)
            """,
            agents,
            now
        )
        return try rows.map { try $0.endedAssignment() }
    }

    /// Ends the assignments of tickets, each for a reason of its own.
    func end(_ wanted: [(ticket: UUID, reason: String)], at now: Date) async throws -> [EndedAssignment] {
        let rows = try await rows(
            """
            WITH ended AS (
                UPDATE assignment a
                SET ended_at = $3, end_reason = k.reason
                FROM unnest($1::uuid[], $2::text[]) AS k (ticket_id, reason)
                WHERE a.ticket_id = k.ticket_id AND a.ended_at IS NULL
                RETURNING a.id, a.ticket_id, a.agent_id, a.weight
            )\(Self.freeing)
            """,
            wanted.map(\.ticket),
            wanted.map(\.reason),
            now
        )
        return try rows.map { try $0.endedAssignment() }
    }

    /// Ends the assignments of active tickets for a person's sake, except those that are with the named agent or in the
    /// named team already.
    func endUnless(_ wishes: [(ticket: UUID, agent: String?, team: String?)], at now: Date) async throws
        -> [EndedAssignment]
    {
        let rows = try await rows(
            """
            WITH ended AS (
                UPDATE assignment a
                SET ended_at = $4, end_reason = CASE WHEN k.team_id IS NULL THEN 'reassigned' ELSE 'handed_over' END
                FROM unnest($1::uuid[], $2::text[], $3::text[]) AS k (ticket_id, agent_id, team_id)
                LEFT JOIN ticket_state s ON s.ticket_id = k.ticket_id
                WHERE COALESCE(s.status, 'open') IN ('open', 'waiting', 'proposed')
                    AND a.ticket_id = k.ticket_id AND a.ended_at IS NULL AND a.agent_id IS DISTINCT FROM k.agent_id
                    AND (k.agent_id IS NOT NULL OR a.team_id IS DISTINCT FROM k.team_id)
                RETURNING a.id, a.ticket_id, a.agent_id, a.weight
            )\(Self.freeing)
            """,
            wishes.map(\.ticket),
            wishes.map(\.agent),
            wishes.map(\.team),
            now
        )
        return try rows.map { try $0.endedAssignment() }
    }
}

extension Row {
    fileprivate func endedAssignment() throws -> EndedAssignment {
        EndedAssignment(id: try self("id"), ticket: try self("ticket_id"), agent: try self("agent_id"))
    }
}
