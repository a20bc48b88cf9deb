import FoundationEssentials
import Postgres
import Routing

extension Transaction {
    /// Every active agent with the load of this moment.
    func rosterEntries(abilities: AbilityCache) async throws -> [RosterEntry] {
        let rows = try await rows(
            """
            SELECT a.id, a.team_id, a.zone, a.calendar, a.capacity, a.skills, a.languages, a.countries,
                a.certifications, a.regions, a.exceptions, COALESCE(l.load, 0) AS load, COALESCE(l.away, false) AS away,
                l.agent_id IS NULL AS new, s.id AS site_id, s.level, s.country, s.latitude, s.longitude, s.region, s.dealer
            FROM agent a
            LEFT JOIN agent_load l ON l.agent_id = a.id
            LEFT JOIN site s ON s.id = a.site_id
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
                countries: Set(try row("countries") as [String]),
                site: try row.site(),
                certifications: Set(try row("certifications") as [String]),
                regions: (try row("regions") as [String]?).map { Set($0) },
                exceptions: try abilities.exceptions(in: try row("exceptions"))
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

extension Row {
    /// The agent's site, if any.
    fileprivate func site() throws -> Site? {
        guard let id: String = try self("site_id"), let level = ServiceLevel(rawValue: try self("level")) else {
            return nil
        }
        return Site(
            id: id,
            level: level,
            country: try self("country"),
            place: Place(latitude: try self("latitude"), longitude: try self("longitude")),
            region: try self("region"),
            dealer: try self("dealer")
        )
    }
}
