import FoundationEssentials
import Postgres

extension Transaction {
    /// What is known about the tickets of these occasions: one flight, and a second for the people they name.
    func noticeFacts(of occasions: [Occasion]) async throws -> NoticeFacts {
        let (tickets, teams, entries, surveys) = try await together(
            { try await self.tickets(of: occasions) },
            { try await self.teams() },
            { try await self.entries(Set(occasions.compactMap(\.entry))) },
            { try await self.surveys(Set(occasions.compactMap(\.survey))) }
        )
        var facts = NoticeFacts(tickets: tickets, teams: teams, entries: entries, surveys: surveys)
        facts.staff = try await staff(named(in: facts, and: occasions))
        return facts
    }

    private func named(in facts: NoticeFacts, and occasions: [Occasion]) -> Set<String> {
        let team = Set(facts.tickets.values.compactMap(\.team) + facts.surveys.values.compactMap(\.team))
        let teams = team.compactMap { facts.teams[$0] } + [facts.standingTeam].compactMap { $0 }
        let authors = facts.entries.values.map(\.author).filter { $0.hasPrefix("agent:") }
        return Set(
            occasions.compactMap(\.agent) + facts.tickets.values.compactMap(\.agent)
                + facts.surveys.values.compactMap(\.agent) + teams.compactMap(\.lead) + teams.compactMap(\.manager)
                + authors.map { String($0.dropFirst("agent:".count)) }
        )
    }

    /// What the tickets' rows say.
    ///
    /// A plan made while tables are empty takes any index that fits at all, and keeps it when they have grown. So each
    /// table is looked up by itself with nothing but its ticket (`OFFSET 0` keeps other conditions out).
    ///
    /// Where customers are written to is looked up only for those who are, and the next deadline only for colleagues.
    private func tickets(of occasions: [Occasion]) async throws -> [UUID: TicketFacts] {
        let audiences = Dictionary(grouping: occasions, by: \.ticket).mapValues { Set($0.map(\.audience)) }
        let wanted = Array(audiences)
        let rows = try await rows(
            """
            SELECT
                t.id, t.number, t.subject, COALESCE(t.country, c.country) AS country, t.machine,
                c.name AS customer_name, COALESCE(t.locale, c.locale) AS locale, g.language, g.category,
                g.priority, CASE WHEN NOT g.safety THEN g.article_id END AS article,
                COALESCE(s.status, 'open') AS status, s.wait_reason, COALESCE(s.cycle, 1) AS cycle,
                a.agent_id AS agent,
                COALESCE(
                    a.team_id,
                    (SELECT l.team_id
                     FROM (SELECT x.team_id, x.assigned_at FROM assignment x WHERE x.ticket_id = t.id OFFSET 0) l
                     ORDER BY l.assigned_at DESC LIMIT 1)
                ) AS team,
                CASE WHEN wanted.for_customer THEN COALESCE(
                    t.reply_email,
                    (SELECT p.value
                     FROM (SELECT x.* FROM contact_point x WHERE x.customer_id = t.customer_id OFFSET 0) p
                     WHERE p.kind = 'email' AND p.created_at < t.opened_at
                     ORDER BY p.created_at, p.id LIMIT 1)
                ) END AS email,
                CASE WHEN wanted.for_customer THEN (
                    SELECT m.external_id
                    FROM (
                        SELECT x.external_id, x.channel, x.machine, x.received_at, x.flags
                        FROM message x
                        WHERE x.ticket_id = t.id
                        OFFSET 0
                    ) m
                    WHERE m.channel = 'email' AND NOT m.machine AND NOT m.flags @> '{joined_by_token}'
                    ORDER BY m.received_at DESC LIMIT 1
                ) END AS answers,
                CASE WHEN wanted.for_staff THEN (
                    SELECT min(k.due_at)
                    FROM (SELECT x.due_at, x.state FROM sla_clock x WHERE x.ticket_id = t.id OFFSET 0) k
                    WHERE k.state = 'running'
                ) END AS next_due
            FROM unnest($1::uuid[], $2::boolean[], $3::boolean[]) AS wanted (id, for_customer, for_staff)
            JOIN ticket t ON t.id = wanted.id
            JOIN customer c ON c.id = t.customer_id
            LEFT JOIN LATERAL (SELECT x.* FROM triage x WHERE x.ticket_id = t.id OFFSET 0) g ON true
            LEFT JOIN LATERAL (SELECT x.* FROM ticket_state x WHERE x.ticket_id = t.id OFFSET 0) s ON true
            LEFT JOIN LATERAL (
                SELECT l.agent_id, l.team_id
                FROM (SELECT x.agent_id, x.team_id, x.ended_at FROM assignment x WHERE x.ticket_id = t.id OFFSET 0) l
                WHERE l.ended_at IS NULL
                LIMIT 1
            ) a ON true
            """,
            wanted.map(\.key),
            wanted.map { $0.value.contains(.customer) },
            wanted.map { $0.value.contains(.staff) }
        )
        return Dictionary(try rows.map { row in try TicketFacts(row) }.map { ($0.id, $0) }) { first, _ in first }
    }

    private func teams() async throws -> [String: TeamFacts] {
        let rows = try await rows("SELECT id, name, lead_agent_id, manager_agent_id FROM team WHERE active")
        let teams = try rows.map { row in
            TeamFacts(
                id: try row("id"),
                name: try row("name"),
                lead: try row("lead_agent_id"),
                manager: try row("manager_agent_id")
            )
        }
        return Dictionary(teams.map { ($0.id, $0) }) { first, _ in first }
    }

    private func staff(_ ids: Set<String>) async throws -> [String: StaffFacts] {
        guard !ids.isEmpty else { return [:] }
        let rows = try await rows(
            "SELECT id, name, lower(email) AS email, language, zone FROM agent WHERE id = ANY($1)",
            Array(ids)
        )
        let staff = try rows.map { row in
            StaffFacts(
                id: try row("id"),
                name: try row("name"),
                email: try row("email"),
                language: try row("language"),
                zone: try row("zone")
            )
        }
        return Dictionary(staff.map { ($0.id, $0) }) { first, _ in first }
    }

    private func entries(_ ids: Set<UUID>) async throws -> [UUID: EntryFacts] {
        guard !ids.isEmpty else { return [:] }
        let rows = try await rows("SELECT id, author, body FROM desk_entry WHERE id = ANY($1)", Array(ids))
        let entries = try rows.map { row in
            (try row("id") as UUID, EntryFacts(author: try row("author"), body: try row("body")))
        }
        return Dictionary(entries) { first, _ in first }
    }

    private func surveys(_ ids: Set<UUID>) async throws -> [UUID: SurveyFacts] {
        guard !ids.isEmpty else { return [:] }
        let rows = try await rows(
            """
            SELECT s.id, s.state, s.agent_id, s.team_id, x.comment
            FROM survey s
            LEFT JOIN survey_answer x ON x.id = s.answer_id
            WHERE s.id = ANY($1)
            """,
            Array(ids)
        )
        let surveys = try rows.map { row in
            (
                try row("id") as UUID,
                SurveyFacts(
                    state: try row("state"),
                    agent: try row("agent_id"),
                    team: try row("team_id"),
                    comment: try row("comment")
                )
            )
        }
        return Dictionary(surveys) { first, _ in first }
    }
}

extension TicketFacts {
    fileprivate init(_ row: Row) throws {
        self.init(
            id: try row("id"),
            number: try row("number"),
            subject: try row("subject"),
            country: try row("country"),
            machine: try row("machine"),
            customerName: try row("customer_name"),
            email: try row("email"),
            answers: try row("answers"),
            language: try row("language"),
            locale: try row("locale"),
            category: try row("category"),
            priority: try row("priority"),
            status: try row("status"),
            waitReason: try row("wait_reason"),
            cycle: try row("cycle"),
            agent: try row("agent"),
            team: try row("team"),
            nextDue: try row("next_due"),
            article: try row("article")
        )
    }
}
