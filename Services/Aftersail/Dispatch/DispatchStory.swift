import Contracts
import FoundationEssentials
import Postgres
import Routing

/// Everything that decided about a ticket's agents, in order.
struct DispatchStory: Sendable {
    let value: JSONValue

    /// Names by key, of agents and of teams.
    let agents: [String: String]
    let teams: [String: String]

    static func read(_ id: UUID, in transaction: Transaction) async throws -> DispatchStory {
        let (tickets, assignments, waiting, moves, policies, agents, teams) = try await together(
            { try await transaction.values(Self.ticket, id) },
            { try await transaction.values(Self.assignments, id) },
            { try await transaction.values(Self.waiting, id) },
            { try await transaction.values(Self.moves, id) },
            { try await transaction.values(Self.policies, id) },
            { try await transaction.values("SELECT id, name FROM agent") },
            { try await transaction.values("SELECT id, name FROM team") }
        )
        return DispatchStory(
            value: .object([
                "ticket": tickets.first ?? .null,
                "assignments": .array(assignments),
                "waiting": waiting.first ?? .null,
                "moves": .array(moves),
                "weights": .object(weights(policies)),
            ]),
            agents: names(agents),
            teams: names(teams)
        )
    }

    /// Weights of the factors by a policy's version.
    func weights(_ version: JSONValue) -> [String: Int] {
        value["weights"].members[version.shown]?.members.compactMapValues(\.whole) ?? [:]
    }

    /// Who had an assignment ended, if a person did.
    func ender(of assignment: JSONValue) -> String? {
        let move = value["moves"].list.first { move in
            move["kind"].string == "returned" && move["at"] == assignment["ended_at"]
                && move["data"]["agent"] == assignment["agent"]
        }
        return move.flatMap { $0["data"]["by"] == .null ? nil : actor($0["data"]["by"]) }
    }

    /// An agent as people speak of them.
    func agent(_ key: JSONValue) -> String {
        guard let key = key.string else { return "nobody" }
        return agents[key] ?? key
    }

    /// A team as people speak of it.
    func team(_ key: JSONValue) -> String {
        guard let key = key.string else { return "no team" }
        return teams[key] ?? key
    }

    /// Whoever acted, such as `agent:li.wei`.
    func actor(_ text: JSONValue) -> String {
        guard let text = text.string else { return "somebody" }
        return text.hasPrefix("agent:")
            ? agent(.string(String(text.dropFirst(6)))) : text.printable(keepingLines: false)
    }

    private static func names(_ rows: [JSONValue]) -> [String: String] {
        Dictionary(rows.map { ($0["id"].shown, $0["name"].shown) }, uniquingKeysWith: { first, _ in first })
    }

    private static func weights(_ policies: [JSONValue]) -> [String: JSONValue] {
        let builtIn = RoutingPolicy.standardWeights.map { ($0.key.rawValue, JSONValue.count($0.value)) }
        var found = ["0": JSONValue.object(Dictionary(uniqueKeysWithValues: builtIn))]
        for policy in policies { found[policy["version"].shown] = policy["weights"] }
        return found
    }

    private static let ticket = """
        SELECT t.number, t.opened_at, aftersail.now() AS as_of, COALESCE(s.status, 'open') AS status, s.wait_reason,
            g.category, g.priority, g.language, g.lane, g.safety, t.country
        FROM ticket t
        LEFT JOIN ticket_state s ON s.ticket_id = t.id
        LEFT JOIN triage g ON g.ticket_id = t.id
        WHERE t.id = $1
        """

    private static let assignments = """
        SELECT agent_id AS agent, team_id AS team, weight, policy_version, assigned_at, ended_at, end_reason,
            COALESCE(decision::jsonb, explanation) AS explanation
        FROM assignment WHERE ticket_id = $1 ORDER BY assigned_at, ended_at NULLS LAST, id
        """

    private static let waiting = """
        SELECT since, due_at, retry_at, lane, wanted_agent, excluded_agents, explanation
        FROM waiting_ticket WHERE ticket_id = $1
        """

    /// What moved the ticket, without the assignments themselves.
    private static let moves = """
        SELECT e.at, e.kind, e.actor, e.data, d.body AS reason
        FROM ticket_event e
        LEFT JOIN desk_entry d ON e.kind = 'handed_over' AND d.ticket_id = e.ticket_id AND d.id::text = lower(e.data ->> 'entry')
        WHERE e.ticket_id = $1 AND e.kind IN ('returned', 'escalated', 'handed_over', 'kept', 'continuous')
        ORDER BY e.recorded_at, e.id
        """

    private static let policies = """
        SELECT d.version, d.body -> 'weights' AS weights
        FROM setup_document d
        WHERE d.kind = 'routing-policy' AND d.version::text IN (
            SELECT a.policy_version FROM assignment a WHERE a.ticket_id = $1
            UNION ALL
            SELECT w.explanation ->> 'policyVersion' FROM waiting_ticket w WHERE w.ticket_id = $1)
        """
}
