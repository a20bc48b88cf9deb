import FoundationEssentials
import Postgres
import Routing

extension Transaction {
    /// Every active agent with the load of this moment.
    func rosterEntries(abilities: AbilityCache) async throws -> [RosterEntry] {
        let rows = try await rows(
            """
            SELECT a.id, a.team_id, a.zone, a.calendar, a.capacity, a.skills, a.languages, a.countries,
                COALESCE(l.load, 0) AS load, COALESCE(l.away, false) AS away, l.agent_id IS NULL AS new
            FROM agent a
            LEFT JOIN agent_load l ON l.agent_id = a.id
            WHERE a.active
            """
        )
        return try rows.map { row in
            RosterEntry(
                id: try row("id"),
                team: try row("team_id"),
                calendar: try row("calendar"),
                zone: try row("zone"),
                capacity: try row("capacity"),
                load: try row("load"),
                isAway: try row("away"),
                isNew: try row("new"),
                skills: try abilities.skills(in: try row("skills")),
                languages: try abilities.languages(in: try row("languages")),
                countries: Set(try row("countries") as [String])
            )
        }
    }

    /// Every active agent has a row of load, so that conditional updates find it.
    func enqueueMissingLoads() {
        enqueue(
            """
            INSERT INTO agent_load (agent_id)
            SELECT a.id
            FROM agent a
            WHERE a.active AND NOT EXISTS (SELECT 1 FROM agent_load l WHERE l.agent_id = a.id)
            ORDER BY a.id
            ON CONFLICT DO NOTHING
            """
        )
    }
}
