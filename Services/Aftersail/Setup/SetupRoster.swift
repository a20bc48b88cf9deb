import BusinessTime
import Contracts
import Postgres
import Routing
import Setup

/// Brings the rows of teams and agents in line with the organisation and the calendars.
struct SetupRoster: Sendable {
    let transaction: Transaction
    let files: [SetupFile]
    /// Bodies in force before this load.
    let inForce: [SetupKind: JSONValue]

    /// Writes nothing where nothing differs; rows that are no longer named stay, inactive, because tickets point at them.
    func apply() async throws {
        guard let people = body(.organisation) else { return }
        let organisation = try SetupFile(name: "", kind: .organisation, body: people).decoded(Organisation.self)
        let calendars = try body(.calendars).map { body in
            try SetupFile(name: "", kind: .calendars, body: body).decoded(CalendarBook.self)
        }
        upsertTeams(organisation.teams)
        upsertSites(organisation.sites)
        upsertAgents(organisation.agents, calendars ?? .builtIn)
        transaction.enqueue(
            "UPDATE agent SET active = false WHERE active AND id <> ALL ($1)",
            organisation.agents.map(\.id)
        )
        transaction.enqueue(
            "UPDATE team SET active = false WHERE active AND id <> ALL ($1)",
            organisation.teams.map(\.id)
        )
        transaction.enqueue(
            "UPDATE site SET active = false WHERE active AND id <> ALL ($1)",
            organisation.sites.map(\.id)
        )
    }

    private func body(_ kind: SetupKind) -> JSONValue? {
        files.first { $0.kind == kind }?.body ?? inForce[kind]
    }

    private func upsertTeams(_ teams: [Organisation.Team]) {
        transaction.enqueue(
            """
            INSERT INTO team (id, name, lead_agent_id, manager_agent_id, active)
            SELECT id, name, lead, manager, true
            FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS t (id, name, lead, manager)
            ON CONFLICT (id) DO UPDATE
            SET name = excluded.name, lead_agent_id = excluded.lead_agent_id,
                manager_agent_id = excluded.manager_agent_id, active = true
            """,
            teams.map(\.id),
            teams.map(\.name),
            teams.map(\.lead),
            teams.map(\.manager)
        )
    }

    private func upsertSites(_ sites: [Organisation.Site]) {
        transaction.enqueue(
            """
            INSERT INTO site (id, name, level, country, latitude, longitude, region, dealer, active)
            SELECT id, name, level, country, latitude, longitude, region, dealer, true
            FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::float8[], $6::float8[], $7::text[],
                $8::text[]) AS s (id, name, level, country, latitude, longitude, region, dealer)
            ON CONFLICT (id) DO UPDATE
            SET name = excluded.name, level = excluded.level, country = excluded.country,
                latitude = excluded.latitude, longitude = excluded.longitude, region = excluded.region,
                dealer = excluded.dealer, active = true
            """,
            sites.map(\.id),
            sites.map(\.name),
            sites.map(\.level.rawValue),
            sites.map(\.country),
            sites.map(\.latitude),
            sites.map(\.longitude),
            sites.map(\.region),
            sites.map(\.dealer)
        )
    }

    private func upsertAgents(_ agents: [Organisation.Agent], _ calendars: CalendarBook) {
        let details = agents.map { agent in
            JSONText(
                JSONValue.object([
                    "skills": .object(agent.skills.mapValues { .count($0) }),
                    "languages": .object(agent.languages.mapValues { .string($0.rawValue) }),
                    "countries": .array(agent.countries.map { .string($0) }),
                    "certifications": .array(agent.certifications.map { .string($0) }),
                    "regions": agent.regions.map { .array($0.map { .string($0) }) } ?? .null,
                    "exceptions": .array(agent.exceptions.map(\.value)),
                ]).text
            )
        }
        transaction.enqueue(
            """
            INSERT INTO agent
                (id, name, email, language, team_id, zone, calendar, capacity, skills, languages, countries, site_id,
                certifications, regions, exceptions, active)
            SELECT id, name, email, language, team, zone, calendar, capacity, details -> 'skills', details -> 'languages',
                ARRAY(SELECT jsonb_array_elements_text(details -> 'countries')), site,
                ARRAY(SELECT jsonb_array_elements_text(details -> 'certifications')),
                CASE jsonb_typeof(details -> 'regions')
                    WHEN 'array' THEN ARRAY(SELECT jsonb_array_elements_text(details -> 'regions'))
                END,
                details -> 'exceptions', true
            FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int[],
                $9::jsonb[], $10::text[])
                AS a (id, name, email, language, team, zone, calendar, capacity, details, site)
            ON CONFLICT (id) DO UPDATE
            SET name = excluded.name, email = excluded.email, language = excluded.language, team_id = excluded.team_id,
                zone = excluded.zone, calendar = excluded.calendar, capacity = excluded.capacity,
                skills = excluded.skills, languages = excluded.languages, countries = excluded.countries,
                site_id = excluded.site_id, certifications = excluded.certifications, regions = excluded.regions,
                exceptions = excluded.exceptions, active = true
            """,
            agents.map(\.id),
            agents.map(\.name),
            agents.map(\.email),
            agents.map(\.language),
            agents.map(\.team),
            agents.map { $0.zone ?? calendars.definition($0.calendar)?.timeZone ?? "UTC" },
            agents.map(\.calendar),
            agents.map { Int32($0.capacity) },
            details,
            agents.map(\.site)
        )
    }
}

extension CalendarException {
    fileprivate var value: JSONValue {
        .object(["from": .string(from), "to": .string(to), "kind": .string(kind.rawValue)])
    }
}
