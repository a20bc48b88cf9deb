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
    ///
    /// Without care a ticket that has an agent already fails the turn; the floor and the facts read under it leave none.
    func place(_ wanted: [MadeAssignment], carefully: Bool, at now: Date) async throws -> PlaceOutcome {
        let wanted = wanted.sorted { $0.placement.facts.id < $1.placement.facts.id }
        let placements = wanted.map(\.placement)
        let needs = Need.byAgent(placements)
        let rows = try await rows(
            """
            WITH taken AS (
                UPDATE agent_load l
                SET load = l.load + n.weight
                FROM unnest($1::text[], $2::int[], $3::bool[]) AS n (agent_id, weight, forced)
                JOIN agent a ON a.id = n.agent_id
                WHERE l.agent_id = n.agent_id AND NOT l.away AND a.active
                    AND (n.forced OR l.load + n.weight <= a.capacity)
                RETURNING l.agent_id
            ), made AS (
                INSERT INTO assignment
                    (id, ticket_id, agent_id, team_id, weight, policy_version, explanation, decision, assigned_at, look_at,
                    look_stamp, minimum_level)
                SELECT w.id, w.ticket_id, w.agent_id, w.team_id, w.weight, w.policy_version, '{}'::jsonb, w.decision, $13,
                    w.look_at, w.look_stamp, w.minimum_level
                FROM unnest($4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::int[], $9::text[], $10::json[],
                    $11::timestamptz[], $12::text[], $14::text[])
                    AS w (id, ticket_id, agent_id, team_id, weight, policy_version, decision, look_at, look_stamp,
                        minimum_level)
                JOIN taken t ON t.agent_id = w.agent_id
                \(carefully ? "ON CONFLICT (ticket_id) WHERE ended_at IS NULL DO NOTHING" : "")
                RETURNING ticket_id
            )
            SELECT agent_id, NULL::uuid AS ticket_id FROM taken
            \(carefully ? "UNION ALL SELECT NULL, ticket_id FROM made" : "")
            """,
            needs.map(\.agent),
            needs.map(\.weight),
            needs.map(\.isForced),
            wanted.map(\.id),
            placements.map(\.facts.id),
            placements.map(\.agent),
            placements.map(\.team),
            placements.map { Int32($0.weight) },
            placements.map { String($0.explanation.policyVersion) },
            placements.map { $0.explanation.stored },
            wanted.map(\.lookAt),
            wanted.map(\.lookStamp),
            now,
            placements.map { $0.explanation.need.minimumLevel?.rawValue }
        )
        var outcome = PlaceOutcome()
        for row in rows {
            if let agent = try row("agent_id") as String? { outcome.granted.insert(agent) }
            if let ticket = try row("ticket_id") as UUID? { outcome.made.insert(ticket) }
        }
        guard !carefully else { return outcome }
        outcome.made = Set(placements.filter { outcome.granted.contains($0.agent) }.map(\.facts.id))
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

/// What a batch wants of one agent.
private struct Need {
    let agent: String
    var weight: Int32 = 0
    /// Capacity does not count, for none of its tickets.
    var isForced = true

    /// One for each agent, in the order of their names.
    static func byAgent(_ placements: [Placement]) -> [Need] {
        var needs: [String: Need] = [:]
        for placement in placements {
            var need = needs[placement.agent] ?? Need(agent: placement.agent)
            need.weight += Int32(placement.weight)
            need.isForced = need.isForced && (placement.isForced || Mutant.capacityIgnored.isOn)
            needs[placement.agent] = need
        }
        return needs.values.sorted { $0.agent < $1.agent }
    }
}
