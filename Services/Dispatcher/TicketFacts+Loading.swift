import Contracts
import FoundationEssentials
import Postgres
import Routing
import Tickets

extension Transaction {
    /// What dispatch knows about each ticket; those that do not exist are left out.
    ///
    /// A plan made while tables are empty takes any index that fits at all, and keeps it when they have grown. So each
    /// table is looked up by itself with nothing but its ticket (`OFFSET 0` keeps other conditions out).
    ///
    /// Up to `most` waiting tickets that are due come with them, in the order in which they are served.
    func ticketFacts(of tickets: [UUID], joining most: Int, at now: Date) async throws -> [UUID: TicketFacts] {
        let rows = try await rows(
            """
            WITH due AS MATERIALIZED (
                SELECT w.ticket_id
                FROM (SELECT x.ticket_id, x.lane, x.due_at FROM waiting_ticket x WHERE x.retry_at <= $2 OFFSET 0) w
                ORDER BY w.lane <> 'urgent', w.due_at, w.ticket_id
                LIMIT $3
            )
            SELECT t.id, t.country, t.product_model, t.id <> ALL ($1) AS joins,
                COALESCE(s.status, 'open') IN ('open', 'waiting', 'proposed') AS is_active,
                s.continuous, s.team_id, COALESCE(g.safety, false) AS is_safety,
                g.ticket_id IS NOT NULL AS is_classified, g.category, g.language, g.priority, g.lane,
                COALESCE(d.due_at, t.clock_start + interval '24 hours') AS due_at,
                h.agent_id, h.agents, h.end_reasons, other.agent_id AS customer_agent, same.agent_id AS machine_agent,
                w.ticket_id IS NOT NULL AS is_waiting, w.wanted_agent, COALESCE(w.excluded_agents, '{}') AS excluded,
                COALESCE(w.minimum_level, h.minimum_level) AS minimum_level
            FROM (SELECT id FROM unnest($1::uuid[]) AS id UNION SELECT ticket_id FROM due) k
            JOIN ticket t ON t.id = k.id
            LEFT JOIN LATERAL (
                SELECT x.status, x.continuous, x.team_id FROM ticket_state x WHERE x.ticket_id = t.id LIMIT 1
            ) s ON true
            LEFT JOIN LATERAL (SELECT x.* FROM triage x WHERE x.ticket_id = t.id OFFSET 0) g ON true
            -- All that it had, the newest first.
            LEFT JOIN LATERAL (
                SELECT array_agg(c.agent_id) AS agents, array_agg(c.end_reason) AS end_reasons,
                    (array_agg(c.minimum_level))[1] AS minimum_level,
                    max(c.agent_id) FILTER (WHERE c.ended_at IS NULL) AS agent_id
                FROM (
                    SELECT y.*
                    FROM (
                        SELECT x.agent_id, x.end_reason, x.minimum_level, x.ended_at, x.assigned_at, x.id
                        FROM assignment x WHERE x.ticket_id = t.id OFFSET 0
                    ) y
                    ORDER BY y.assigned_at DESC, y.id DESC
                ) c
            ) h ON true
            LEFT JOIN LATERAL (
                SELECT x.ticket_id, x.wanted_agent, x.excluded_agents, x.minimum_level
                FROM waiting_ticket x
                WHERE x.ticket_id = t.id
                LIMIT 1
            ) w ON true
            LEFT JOIN LATERAL (
                SELECT min(c.due_at) AS due_at
                FROM (SELECT x.due_at, x.state, x.metric FROM sla_clock x WHERE x.ticket_id = t.id OFFSET 0) c
                WHERE c.state = 'running' AND c.metric IN ('first_response', 'resolution')
            ) d ON true
            LEFT JOIN LATERAL (
                \(Self.lastAgent(where: "x.customer_id = t.customer_id OFFSET 0"))
            ) other ON true
            -- A limit for numbers that are none, such as "unknown". Few have one at all, and this looks at no index for those.
            LEFT JOIN LATERAL (
                \(Self.lastAgent(where: "t.product_serial IS NOT NULL AND x.product_serial = t.product_serial LIMIT 50"))
            ) same ON true
            """,
            tickets,
            now,
            most
        )
        let facts = try rows.map { try $0.ticketFacts() }
        return Dictionary(facts.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Query of whoever last worked on one of the newest five other tickets that a condition on `x` chooses.
    private static func lastAgent(where condition: String) -> String {
        """
        SELECT x.agent_id
        FROM (
            SELECT c.id
            FROM (SELECT x.id, x.opened_at FROM ticket x WHERE \(condition)) c
            WHERE c.id <> t.id
            ORDER BY c.opened_at DESC
            LIMIT 5
        ) o
        CROSS JOIN LATERAL (
            SELECT y.agent_id, y.assigned_at, y.id
            FROM (SELECT x.agent_id, x.assigned_at, x.id FROM assignment x WHERE x.ticket_id = o.id OFFSET 0) y
            ORDER BY y.assigned_at DESC, y.id DESC
            LIMIT 1
        ) x
        ORDER BY x.assigned_at DESC, x.id DESC
        LIMIT 1
        """
    }

    /// Escalations in the ledger.
    func escalations(of tickets: [UUID]) async throws -> [UUID: Set<Escalation>] {
        let rows = try await rows(
            "SELECT ticket_id, data FROM ticket_event WHERE ticket_id = ANY($1) AND kind = 'escalated'",
            tickets
        )
        var known: [UUID: Set<Escalation>] = [:]
        for row in rows {
            let data: JSONText = try row("data")
            let escalation = try WireJSON.decode(Escalation.self, from: Array(data.text.utf8))
            known[try row("ticket_id"), default: []].insert(escalation)
        }
        return known
    }
}

extension Row {
    fileprivate func ticketFacts() throws -> TicketFacts {
        let lane: String? = try self("lane")
        let category: String? = try self("category")
        let language: String? = try self("language")
        let priority: Int? = try self("priority")
        let level: String? = try self("minimum_level")
        let agents: [String]? = try self("agents")
        let reasons: [String?]? = try self("end_reasons")
        return TicketFacts(
            id: try self("id"),
            lane: lane.flatMap(Lane.init(rawValue:)) ?? .normal,
            category: category.flatMap(Tickets.Category.init(rawValue:)),
            language: language?.primaryLanguage,
            country: try self("country"),
            priority: priority.flatMap(Priority.init(rawValue:)) ?? .p3,
            dueAt: try self("due_at"),
            isSafety: try self("is_safety"),
            continuous: try self("continuous"),
            team: try self("team_id"),
            isClassified: try self("is_classified"),
            isActive: try self("is_active"),
            agent: try self("agent_id"),
            lastAgent: agents?.first,
            customerAgent: try self("customer_agent"),
            machineAgent: try self("machine_agent"),
            product: try self("product_model"),
            minimumLevel: level.flatMap(ServiceLevel.init(rawValue:)),
            isWaiting: try self("is_waiting"),
            joins: try self("joins"),
            wanted: try self("wanted_agent"),
            excluded: Set(try self("excluded") as [String]),
            silent: Self.silent(agents ?? [], reasons ?? [])
        )
    }

    /// Of agents who had a ticket, the newest first, those whose last time with it ended because they were silent.
    private static func silent(_ agents: [String], _ reasons: [String?]) -> Set<String> {
        var seen: Set<String> = []
        return Set(zip(agents, reasons).filter { seen.insert($0.0).inserted && $0.1 == "silent" }.map(\.0))
    }
}
