import FoundationEssentials
import Postgres

/// Reads what dispatch has stored from one snapshot.
struct DispatchReader: Sendable {
    let reader: RecordReader

    /// Loads and waiting tickets of this moment, and assignments since an instant.
    func read(since instant: Date) async throws -> DispatchRecord {
        try await reader.snapshot { transaction, now in
            var record = DispatchRecord(now: now)
            record.loads = try await transaction.rows(Self.loads).map { try DispatchRecord.Load($0) }
            record.assignments = try await transaction.rows(Self.assignments, instant).map {
                try DispatchRecord.Assignment($0)
            }
            record.lines = try await transaction.rows(Self.lines, instant).map { row in
                DispatchRecord.Line(ticket: try row("number"), agent: try row("agent"), at: try row("at"))
            }
            for row in try await transaction.rows(Self.waiting) {
                record.waiting[try row("number")] = try row("since") as Date
            }
            return record
        }
    }

    private static let loads = """
        SELECT l.agent_id, a.capacity, l.load, l.away, COALESCE(o.weight, 0) AS open, COALESCE(o.forced, 0) AS forced,
            COALESCE(o.while_away, 0) AS while_away
        FROM agent_load l
        JOIN agent a ON a.id = l.agent_id
        LEFT JOIN LATERAL (
            SELECT sum(x.weight)::integer AS weight,
                (sum(x.weight) FILTER (WHERE x.decision ->> 'way' = 'override'))::integer AS forced,
                (count(*) FILTER (WHERE l.away AND x.assigned_at > l.away_since))::integer AS while_away
            FROM assignment x
            WHERE x.agent_id = l.agent_id AND x.ended_at IS NULL
        ) o ON true
        ORDER BY l.agent_id
        """

    private static let assignments = """
        SELECT t.number, a.agent_id, a.assigned_at, a.policy_version, a.decision ->> 'policyVersion' AS explained,
            a.decision ->> 'way' AS way, a.decision ->> 'winner' AS winner,
            ARRAY(SELECT r ->> 'agent' FROM json_array_elements(a.decision -> 'ranked') r) AS ranked,
            COALESCE(json_typeof(a.decision -> 'need') = 'object', false) AS has_need
        FROM assignment a
        JOIN ticket t ON t.id = a.ticket_id
        WHERE a.assigned_at > $1
        ORDER BY a.assigned_at, t.number
        """

    private static let lines = """
        SELECT t.number, e.data ->> 'agent' AS agent, e.at
        FROM ticket_event e
        JOIN ticket t ON t.id = e.ticket_id
        WHERE e.kind = 'assigned' AND e.at > $1
        """

    private static let waiting = """
        SELECT t.number, w.since FROM waiting_ticket w JOIN ticket t ON t.id = w.ticket_id
        """
}

extension DispatchRecord.Load {
    fileprivate init(_ row: Row) throws {
        self.init(
            agent: try row("agent_id"),
            capacity: try row("capacity"),
            load: try row("load"),
            isAway: try row("away"),
            open: try row("open"),
            forced: try row("forced"),
            whileAway: try row("while_away")
        )
    }
}

extension DispatchRecord.Assignment {
    fileprivate init(_ row: Row) throws {
        self.init(
            ticket: try row("number"),
            agent: try row("agent_id"),
            assignedAt: try row("assigned_at"),
            version: try row("policy_version"),
            explainedVersion: try row("explained"),
            way: try row("way"),
            winner: try row("winner"),
            ranked: try row("ranked"),
            hasNeed: try row("has_need")
        )
    }
}
