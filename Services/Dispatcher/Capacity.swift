import Contracts
import FoundationEssentials
import Mutants
import Postgres
import Routing

/// What became of placements.
struct PlaceOutcome: Sendable, Equatable {
    /// Agents whose capacity sufficed for everything wanted of them.
    var granted: Set<String> = []
    /// Tickets whose assignment was inserted; a granted ticket that is missing here had an agent already.
    var made: Set<UUID> = []
}

extension Transaction {
    /// Waits until no other dispatcher decides, and keeps the floor until the end of the transaction.
    ///
    /// Every turn locks tickets and agents in several steps and in no common order; and a decision by loads that
    /// another one is changing would have to be repeated. One lock for both is cheaper than deadlocks and repeats.
    func enqueueFloor() {
        enqueue("SELECT pg_advisory_xact_lock(7008, 5)")
    }

    /// Takes capacity, per agent all or nothing, and inserts the assignments of those who had it.
    func place(_ wanted: [MadeAssignment], at now: Date) async throws -> PlaceOutcome {
        let placements = wanted.map(\.placement)
        let rows = try await rows(
            """
            WITH wish AS (
                SELECT *
                FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::int[], $6::text[], $7::jsonb[], $8::bool[],
                    $10::timestamptz[], $11::text[], $12::text[])
                    AS n (id, ticket_id, agent_id, team_id, weight, policy_version, explanation, forced, look_at,
                        look_stamp, minimum_level)
            ), need AS (
                SELECT agent_id, sum(weight)::integer AS weight, bool_and(forced) AS forced
                FROM wish
                GROUP BY agent_id
            ), taken AS (
                UPDATE agent_load l
                SET load = l.load + n.weight
                FROM need n
                JOIN agent a ON a.id = n.agent_id
                WHERE l.agent_id = n.agent_id AND NOT l.away AND a.active
                    AND (n.forced OR l.load + n.weight <= a.capacity)
                RETURNING l.agent_id
            ), made AS (
                INSERT INTO assignment
                    (id, ticket_id, agent_id, team_id, weight, policy_version, explanation, assigned_at, look_at,
                    look_stamp, minimum_level)
                SELECT w.id, w.ticket_id, w.agent_id, w.team_id, w.weight, w.policy_version, w.explanation, $9, w.look_at,
                    w.look_stamp, w.minimum_level
                FROM wish w
                JOIN taken t ON t.agent_id = w.agent_id
                ORDER BY w.ticket_id
                ON CONFLICT (ticket_id) WHERE ended_at IS NULL DO NOTHING
                RETURNING ticket_id
            )
            SELECT agent_id, NULL::uuid AS ticket_id FROM taken
            UNION ALL
            SELECT NULL, ticket_id FROM made
            """,
            wanted.map(\.id),
            placements.map(\.facts.id),
            placements.map(\.agent),
            placements.map(\.team),
            placements.map { Int32($0.weight) },
            placements.map { String($0.explanation.policyVersion) },
            try placements.map { try $0.explanation.json() },
            placements.map { $0.isForced || Mutant.capacityIgnored.isOn },
            now,
            wanted.map(\.lookAt),
            wanted.map(\.lookStamp),
            placements.map { $0.explanation.need.minimumLevel?.rawValue }
        )
        var outcome = PlaceOutcome()
        for row in rows {
            if let agent = try row("agent_id") as String? { outcome.granted.insert(agent) }
            if let ticket = try row("ticket_id") as UUID? { outcome.made.insert(ticket) }
        }
        return outcome
    }

    /// Gives back the capacity of placements that came to nothing.
    func enqueueGiveBack(_ placements: [Placement]) {
        guard !placements.isEmpty else { return }
        enqueue(
            """
            UPDATE agent_load l
            SET load = greatest(0, l.load - n.weight)
            FROM (
                SELECT id, sum(weight)::integer AS weight
                FROM unnest($1::text[], $2::int[]) AS p (id, weight)
                GROUP BY id
            ) n
            WHERE l.agent_id = n.id
            """,
            placements.map(\.agent),
            placements.map { Int32($0.weight) }
        )
    }
}

extension Explanation {
    /// As it is stored: equal explanations give equal text.
    func json() throws -> JSONText {
        JSONText(String(decoding: try WireJSON.encode(self), as: UTF8.self))
    }
}
