import Contracts
import FoundationEssentials
import Harness
import Postgres
import Testing
import Tickets

@testable import Dispatcher
@testable import WorkerKit

@Suite("Escalation up the service network", .freshDatabase, .timeLimit(.minutes(2)))
struct EscalationTests {
    /// Ann sits in a light site, Bob in a joint centre, Cid in a flagship centre and Eve in none.
    private func office(escalates: Bool = true) async throws -> Office {
        let office = try await Office.make()
        try await office.load(
            "routing-policy",
            """
            {"version": 1, "weights": {"skill": 1}, "minimumSkill": 1, "allowsTranslation": false, "opensSoonMinutes": 0,
             "recorded": 5, "handOver": {"escalates": \(escalates)}}
            """
        )
        for (agent, level) in [("ann", "light"), ("bob", "joint"), ("cid", "flagship")] {
            try await office.addSite(level)
            try await office.addAgent(agent, skills: #"{"technical_fault": \#(agent == "ann" ? 3 : 1)}"#)
            try await office.admin.execute("UPDATE agent SET site_id = $2 WHERE id = $1", agent, level)
        }
        try await office.addAgent("eve", skills: #"{"technical_fault": 2}"#)
        try await office.addTickets(1...1)
        try await office.classify(1)
        #expect(try await office.agent(of: 1) == "ann")
        return office
    }

    private func breach(_ level: Int, told: Int = 1, in office: Office) async throws -> Office.Heard {
        let handler = Escalate(dispatching: office.dispatching, release: office.release)
        return try await office.hear(.sample(1, metric: "first_response", level: level), with: handler, told: told)
    }

    @Test("a ticket climbs from light to joint to flagship, each breach once")
    func climbs() async throws {
        let office = try await office()

        #expect(try await breach(1, in: office).ledger.isEmpty)
        let second = try await breach(2, told: 2, in: office)
        #expect(second.ledger == ["escalated", "returned", "assigned"])
        #expect(try await office.agent(of: 1) == "bob")
        #expect(try await breach(2, told: 3, in: office).ledger.isEmpty)
        let third = try await breach(3, told: 4, in: office)
        #expect(third.ledger == ["escalated", "returned", "assigned"])
        #expect(try await office.agent(of: 1) == "cid")
        #expect(try await breach(4, told: 5, in: office).ledger == ["escalated"])

        let asked = "SELECT count(*) AS n FROM assignment WHERE decision #>> '{need,minimumLevel}' = 'flagship'"
        #expect(try await office.number(asked) == 1)
        #expect(try await office.number("SELECT count(*) AS n FROM assignment WHERE end_reason = 'escalated'") == 2)
    }

    @Test("a ticket that nobody higher can take stays, and the record says so")
    func stays() async throws {
        let office = try await office()
        try await office.admin.execute("UPDATE agent SET capacity = 0 WHERE id IN ('bob', 'cid')")

        #expect(try await breach(2, in: office).ledger == ["escalated", "kept"])
        #expect(try await office.agent(of: 1) == "ann")
    }

    @Test("whoever was silent about a ticket does not get it when it is escalated")
    func silent() async throws {
        let office = try await office()
        try await office.admin.execute(
            """
            INSERT INTO assignment (id, ticket_id, agent_id, team_id, weight, policy_version, explanation, assigned_at,
                ended_at, end_reason)
            SELECT gen_random_uuid(), ticket_id, 'bob', team_id, weight, policy_version, explanation,
                assigned_at - interval '2 hours', assigned_at - interval '1 hour', 'silent'
            FROM assignment
            """
        )

        #expect(try await breach(2, told: 2, in: office).ledger == ["escalated", "returned", "assigned"])
        #expect(try await office.agent(of: 1) == "cid")
    }

    @Test("without the policy an escalation moves nothing")
    func off() async throws {
        let office = try await office(escalates: false)

        #expect(try await breach(2, in: office).ledger == ["escalated"])
        #expect(try await office.agent(of: 1) == "ann")
    }

    @Test("an escalated ticket comes down only while nobody of its level can take it")
    func keepsLevel() async throws {
        let office = try await office()
        _ = try await breach(2, in: office)

        try await office.hear(
            AgentAwayV1(agentID: "cid", returnTickets: true),
            with: TakeBackFromAway(dispatching: office.dispatching)
        )
        try await office.hear(
            AgentAwayV1(agentID: "bob", returnTickets: true),
            with: TakeBackFromAway(dispatching: office.dispatching)
        )

        #expect(try await office.waiting().isEmpty)
        #expect(try await office.agent(of: 1) == "ann")
        let asked = """
            SELECT count(*) AS n FROM assignment
            WHERE ended_at IS NULL AND minimum_level = 'joint' AND decision ->> 'lifted' = '["level"]'
            """
        #expect(try await office.number(asked) == 1)
        try await office.hear(AgentBackV1(agentID: "cid"), with: WelcomeBack(release: office.release), told: 9)
        try await office.hear(
            AgentAwayV1(agentID: "ann", returnTickets: true),
            with: TakeBackFromAway(dispatching: office.dispatching),
            told: 10
        )
        #expect(try await office.agent(of: 1) == "cid")
    }
}

extension Office {
    /// A site whose name is its level.
    func addSite(_ level: String, dealer: String? = nil) async throws {
        try await admin.execute(
            "INSERT INTO site (id, name, level, country, latitude, longitude, dealer) VALUES ($1, $1, $1, 'DE', 53, 10, $2)",
            level,
            dealer
        )
    }
}
