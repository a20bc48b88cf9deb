import FoundationEssentials
import Postgres

extension Transaction {
    /// When the next assignment under way wants to be looked at; `nil` when none does.
    ///
    /// The first of the index: `min` over a table that is thought to be empty reads all of it, and a plan without
    /// parameters is made once.
    func nextLook() async throws -> Date? {
        enqueue("SET LOCAL enable_seqscan = off")
        let rows = try await rows(
            """
            SELECT look_at
            FROM assignment
            WHERE ended_at IS NULL AND look_at IS NOT NULL
            ORDER BY look_at
            LIMIT 1
            """
        )
        guard let row = rows.first else { return nil }
        return try row("look_at")
    }

    /// Assignments to look at now, and with `outdated` those that were counted by another setup; needs the floor.
    func assignmentsToLookAt(at now: Date, stamp: String, outdated: Bool, limit: Int) async throws -> [UUID] {
        // By two statements: one for both would have to read every assignment under way.
        let rows =
            try await outdated
            ? rows(
                """
                SELECT id
                FROM assignment
                WHERE ended_at IS NULL AND (look_at <= $1 OR look_stamp IS DISTINCT FROM $2)
                ORDER BY look_at, id
                LIMIT $3
                """,
                now,
                stamp,
                limit
            )
            : rows(
                "SELECT id FROM assignment WHERE ended_at IS NULL AND look_at <= $1 ORDER BY look_at, id LIMIT $2",
                now,
                limit
            )
        return try rows.map { try $0("id") }
    }

    /// What tells whether agents work on their tickets: lines of the ledger since they got them.
    ///
    /// An act of the agent counts, whatever it is, and an answer to the customer by anybody of ours. A line counts by the
    /// instant it was written: nobody can act on a mail that has not come.
    func watched(_ assignments: [UUID]) async throws -> [Watched] {
        let rows = try await rows(
            """
            SELECT a.id, a.ticket_id, a.agent_id, a.assigned_at, x.acted_at, x.kept_away, x.kept_silent, x.kept_shift_end,
                (SELECT min(e.recorded_at)
                 FROM ticket_event e
                 WHERE e.ticket_id = a.ticket_id AND e.recorded_at > x.acted_at
                    AND e.kind IN ('customer_message', 'objected', 'reopened', 'resumed')
                    AND e.actor <> 'agent:' || a.agent_id AND e.data ->> 'machine' IS DISTINCT FROM 'true') AS called_at,
                COALESCE(s.status, 'open') = 'open' AS ours,
                CASE WHEN l.away THEN l.away_since END AS away_since
            FROM unnest($1::uuid[]) AS k (id)
            JOIN assignment a ON a.id = k.id AND a.ended_at IS NULL
            LEFT JOIN ticket_state s ON s.ticket_id = a.ticket_id
            LEFT JOIN agent_load l ON l.agent_id = a.agent_id
            CROSS JOIN LATERAL (
                SELECT max(e.recorded_at) FILTER (WHERE e.actor = 'agent:' || a.agent_id
                        OR e.kind IN ('replied', 'proposed', 'waiting', 'resolved') AND e.actor NOT LIKE 'system:%') AS acted_at,
                    max(e.recorded_at) FILTER (WHERE e.kind = 'kept' AND e.data ->> 'reason' = 'away') AS kept_away,
                    max(e.recorded_at) FILTER (WHERE e.kind = 'kept' AND e.data ->> 'reason' = 'silent') AS kept_silent,
                    max(e.recorded_at) FILTER (WHERE e.kind = 'kept' AND e.data ->> 'reason' = 'shift_end') AS kept_shift_end
                FROM (SELECT y.* FROM ticket_event y WHERE y.ticket_id = a.ticket_id OFFSET 0) e
                WHERE e.recorded_at >= a.assigned_at
            ) x
            ORDER BY a.ticket_id
            """,
            assignments
        )
        return try rows.map { try $0.watched() }
    }

    /// Says when to look again.
    func enqueueLooks(_ looks: [(assignment: UUID, at: Date?)], stamp: String) {
        guard !looks.isEmpty else { return }
        enqueue(
            """
            UPDATE assignment a
            SET look_at = n.look_at, look_stamp = $3
            FROM unnest($1::uuid[], $2::timestamptz[]) AS n (id, look_at)
            WHERE a.id = n.id
            """,
            looks.map(\.assignment),
            looks.map(\.at),
            stamp
        )
    }

    /// Looks at everything that these agents have at the next turn.
    func enqueueLook(atTicketsOf agents: [String], at now: Date) {
        guard !agents.isEmpty else { return }
        enqueue(
            "UPDATE assignment SET look_at = $2 WHERE agent_id = ANY($1) AND ended_at IS NULL",
            agents,
            now
        )
    }
}

extension Row {
    fileprivate func watched() throws -> Watched {
        let kept: [(TakeBack, Date?)] = [
            (.away, try self("kept_away")), (.silent, try self("kept_silent")),
            (.shiftEnd, try self("kept_shift_end")),
        ]
        return Watched(
            id: try self("id"),
            ticket: try self("ticket_id"),
            agent: try self("agent_id"),
            assignedAt: try self("assigned_at"),
            actedAt: try self("acted_at"),
            calledAt: try self("called_at"),
            isOurs: try self("ours"),
            awaySince: try self("away_since"),
            kept: Dictionary(uniqueKeysWithValues: kept.compactMap { pair in pair.1.map { (pair.0, $0) } })
        )
    }
}
