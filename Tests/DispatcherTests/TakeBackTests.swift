import Contracts
import FoundationEssentials
import Harness
import Postgres
import Testing
import Tickets

@testable import Dispatcher
@testable import WorkerKit

@Suite("Silent and absent agents", .freshDatabase, .timeLimit(.minutes(2)))
struct TakeBackTests {
    /// Ann works in Berlin from nine to five, Bob always; priority 3 bears 120 minutes of silence, an absence 60.
    private func office(_ more: String = "") async throws -> Office {
        let office = try await Office.make()
        try await office.load(
            "calendars",
            """
            {"standard": "always", "calendars": {"office": {"tz": "UTC", "hours": {"mon": [["09:00", "17:00"]],
             "tue": [["09:00", "17:00"]]}}}}
            """
        )
        try await office.load(
            "routing-policy",
            """
            {"version": 1, "weights": {"skill": 1}, "minimumSkill": 1, "allowsTranslation": false, "opensSoonMinutes": 0,
             "recorded": 5, "handOver": {"silentMinutes": {"p3": 120}, "absentMinutes": 60\(more)}}
            """
        )
        try await office.addAgent(
            "ann",
            calendar: "office",
            zone: "Europe/Berlin",
            skills: #"{"technical_fault": 3}"#
        )
        try await office.addTickets(1...1)
        try await office.classify(1)
        return office
    }

    @Test("a silent agent loses the ticket after two hours of own work, once")
    func silent() async throws {
        let office = try await office()
        try await office.addAgent("bob", skills: #"{"technical_fault": 1}"#)
        try await office.at(1.9)
        #expect(try await office.watch().said.isEmpty)

        try await office.at(2.1)
        let heard = try await office.watch()
        let again = try await office.watch()

        #expect(heard.ledger == ["returned", "assigned"] && again.said.isEmpty)
        #expect(try await office.agent(of: 1) == "bob")
        #expect(try await office.load("ann") == 0)
        #expect(try await office.number("SELECT count(*) AS n FROM assignment WHERE end_reason = 'silent'") == 1)
        let excluded = "SELECT count(*) AS n FROM assignment WHERE decision #>> '{need,excludedAgents,0}' = 'ann'"
        #expect(try await office.number(excluded) == 1)
    }

    @Test("who was silent gets the ticket again when everybody else is away, and the explanation says so")
    func again() async throws {
        let office = try await office()
        try await office.addAgent("bob", skills: #"{"technical_fault": 1}"#)
        try await office.at(2.1)
        try await office.watch()
        try await office.hear(
            AgentAwayV1(agentID: "bob", returnTickets: true),
            with: TakeBackFromAway(dispatching: office.dispatching)
        )

        #expect(try await office.agent(of: 1) == "ann")
        let lifted = """
            SELECT count(*) AS n FROM assignment
            WHERE ended_at IS NULL AND decision ->> 'lifted' = '["silence"]'
                AND decision #>> '{need,silentAgents,0}' = 'ann'
            """
        #expect(try await office.number(lifted) == 1)
    }

    @Test("a silent agent does not get the ticket right back, but before it waits for long")
    func notAtOnce() async throws {
        let office = try await office()
        try await office.addAgent("bob", skills: #"{"technical_fault": 1}"#)
        try await office.admin.execute("UPDATE agent SET capacity = 1 WHERE id = 'bob'")
        try await office.addTickets(2...2)
        try await office.at(1)
        try await office.hear(
            TicketReassignRequestedV1.sample(2, to: "bob"),
            with: HandOver(dispatching: office.dispatching, release: office.release),
            told: 2
        )
        try await office.at(2.1)
        try await office.watch()
        #expect(try await office.waiting() == [1])

        try await office.at(2.3)
        _ = try await office.drain()

        #expect(try await office.agent(of: 1) == "ann")
        #expect(try await office.waiting().isEmpty)
    }

    @Test("nights do not count as silence")
    func night() async throws {
        let office = try await Office.make(clock: Office.monday.addingTimeInterval(5 * 3_600))  // 16:00 in Berlin
        try await office.load(
            "calendars",
            #"{"standard": "always", "calendars": {"office": {"tz": "UTC", "hours": {"mon": [["09:00", "17:00"]], "tue": [["09:00", "17:00"]]}}}}"#
        )
        try await office.addAgent("ann", calendar: "office", zone: "Europe/Berlin")
        try await office.addTickets(1...1)
        try await office.admin.execute("UPDATE triage SET priority = 2")
        try await office.classify(1)
        try await office.addAgent("bob")

        try await office.at(22.9)  // 09:54 on Tuesday: not two hours of work yet
        #expect(try await office.watch().said.isEmpty)
        try await office.at(23.1)
        #expect(try await office.watch().ledger == ["returned", "assigned"])
    }

    @Test("an act of the agent ends the silence, a customer's word begins another")
    func acts() async throws {
        let office = try await office()
        try await office.addAgent("bob", skills: #"{"technical_fault": 1}"#)
        try await office.at(1.5)
        try await office.write(1, "noted", by: "agent:ann")
        try await office.at(2.5)
        try await office.write(1, "customer_message", by: "customer", data: #"{"machine": true}"#)
        try await office.at(3.9)
        #expect(try await office.watch().said.isEmpty)
        try await office.write(1, "customer_message", by: "customer")

        try await office.at(5.7)
        #expect(try await office.watch().said.isEmpty)
        try await office.at(6)
        #expect(try await office.watch().ledger == ["returned", "assigned"])
    }

    @Test("a ticket that waits for the customer is nobody's silence")
    func waiting() async throws {
        let office = try await office()
        try await office.addAgent("bob", skills: #"{"technical_fault": 1}"#)
        try await office.at(1)
        try await office.setStatus(1, "proposed")

        try await office.at(6)

        #expect(try await office.watch().said.isEmpty)
        #expect(try await office.agent(of: 1) == "ann")
    }

    @Test("a ticket that nobody else could ever take stays, and the record says so once")
    func alone() async throws {
        let office = try await office()
        try await office.addAgent("bob", skills: #"{"billing": 3}"#)
        try await office.at(2.1)

        let heard = try await office.watch()
        let again = try await office.watch()

        #expect(heard.ledger == ["kept"] && again.ledger.isEmpty)
        #expect(try await office.agent(of: 1) == "ann")
        try await office.at(4.2)
        #expect(try await office.watch().ledger == ["kept"])
    }

    @Test("an agent who is away keeps tickets for the policy's time, not longer")
    func away() async throws {
        let office = try await office()
        try await office.addAgent("bob", skills: #"{"technical_fault": 1}"#)
        try await office.at(0.5)
        try await office.hear(
            AgentAwayV1(agentID: "ann", returnTickets: false),
            with: TakeBackFromAway(dispatching: office.dispatching)
        )

        try await office.at(1.4)
        #expect(try await office.watch().said.isEmpty)
        try await office.at(1.6)
        #expect(try await office.watch().ledger == ["returned", "assigned"])

        #expect(try await office.agent(of: 1) == "bob")
        #expect(try await office.number("SELECT count(*) AS n FROM assignment WHERE end_reason = 'away'") == 1)
    }

    @Test("an agent who is gone from the setup loses the tickets")
    func gone() async throws {
        let office = try await office()
        try await office.addAgent("bob", skills: #"{"technical_fault": 1}"#)
        try await office.admin.execute("UPDATE agent SET active = false WHERE id = 'ann'")
        try await office.admin.execute("UPDATE assignment SET look_stamp = 'before'")

        #expect(try await office.watch().ledger == ["returned", "assigned"])
        #expect(try await office.agent(of: 1) == "bob")
    }

    @Test("a change of the calendars is counted anew, also what an older dispatcher wrote")
    func recounted() async throws {
        let office = try await office()
        try await office.addAgent("bob", skills: #"{"technical_fault": 1}"#)
        try await office.at(3)
        for before in ["look_stamp = '1/1/0', look_at = '2030-01-01'", "look_stamp = NULL, look_at = NULL"] {
            try await office.admin.execute("UPDATE assignment SET \(before) WHERE ended_at IS NULL")
            try await office.admin.execute("DELETE FROM assignment WHERE agent_id = 'bob'")
            try await office.admin.execute("UPDATE assignment SET ended_at = NULL, end_reason = NULL")
            let fresh = Office(admin: office.admin, worker: office.worker)
            #expect(try await fresh.watch().ledger == ["returned", "assigned"])
        }
    }
}

extension Office {
    /// Hours after the clock's start.
    func at(_ hours: Double) async throws { try await setClock(Office.monday.addingTimeInterval(hours * 3_600)) }

    /// Puts a document of the setup in force.
    func load(_ kind: String, _ body: String) async throws {
        try await admin.execute(
            """
            INSERT INTO setup_document (kind, version, body, body_sha256, active, loaded_by)
            VALUES ($1, 3, $2, '', true, 'test')
            """,
            kind,
            JSONText(body)
        )
    }

    /// A line of the ledger at the present instant.
    func write(_ number: Int, _ kind: String, by actor: String, data: String = "{}") async throws {
        try await admin.execute(
            """
            INSERT INTO ticket_event (id, ticket_id, at, kind, actor, data)
            VALUES (gen_random_uuid(), $1, aftersail.now(), $2, $3, $4)
            """,
            UUID.numbered(number),
            kind,
            actor,
            JSONText(data)
        )
    }
}
