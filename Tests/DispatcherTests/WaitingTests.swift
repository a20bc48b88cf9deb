import Contracts
import FoundationEssentials
import Harness
import Postgres
import Testing
import Tickets

@testable import Dispatcher
@testable import WorkerKit

@Suite("Waiting tickets", .freshDatabase, .timeLimit(.minutes(2)))
struct WaitingTests {
    private static let calendars = """
        {"standard": "always", "calendars": {"office": {"tz": "UTC", "hours": {"mon": [["08:30", "17:00"]]}}}}
        """

    @Test("a ticket waits for the shift in the agent's own zone and is assigned when it opens")
    func shift() async throws {
        let dawn = Office.monday.addingTimeInterval(-2.75 * 3_600)  // 07:15 UTC, 08:15 in Berlin
        let office = try await Office.make(clock: dawn)
        try await office.load("calendars", Self.calendars)
        try await office.addAgent("ann", calendar: "office", zone: "Europe/Berlin")
        try await office.addAgent("bob", calendar: "office", zone: "America/Chicago")
        try await office.addTickets(1...1)
        try await office.classify(1)
        #expect(try await office.agent(of: 1) == nil)
        let refusals = "SELECT (explanation #>> '{rejections,off_shift}')::bigint AS n FROM waiting_ticket"
        #expect(try await office.number(refusals) == 2)

        try await office.setClock(dawn.addingTimeInterval(10 * 60))
        _ = try await office.drain()
        #expect(try await office.agent(of: 1) == nil)

        try await office.setClock(dawn.addingTimeInterval(15 * 60 + 1))
        _ = try await office.drain()

        #expect(try await office.agent(of: 1) == "ann")
        #expect(
            try await office.number("SELECT (decision ->> 'calendarsVersion')::bigint AS n FROM assignment") == 3
        )
    }

    @Test("a waiting ticket of an unserved country says so and waits")
    func unserved() async throws {
        let office = try await Office.make()
        try await office.addAgent("ann", countries: ["DE"])
        try await office.addTickets(1...1, country: "AQ")
        try await office.addTickets(2...2)

        let heard = try await office.classify(1, 2)

        #expect(heard.verdicts == [.done, .done])
        #expect(try await office.waiting() == [1])
        #expect(try await office.agent(of: 2) == "ann")
        let reason = "SELECT (explanation #>> '{rejections,wrong_region}')::bigint AS n FROM waiting_ticket"
        #expect(try await office.number(reason) == 1)
    }

    @Test("a corrected ticket that waits is scored anew, one that somebody has stays")
    func corrected() async throws {
        let office = try await Office.make()
        try await office.addAgent("ann")
        try await office.addAgent("bob", skills: #"{"billing": 2}"#, countries: ["DE"])
        try await office.addTickets(1...1)
        try await office.addTickets(2...2, category: "billing", country: "AQ")
        try await office.classify(1, 2)
        #expect(try await office.waiting() == [2])

        try await office.admin.execute("UPDATE triage SET category = 'billing' WHERE category = 'technical_fault'")
        try await office.admin.execute(
            "UPDATE triage SET category = 'technical_fault' WHERE ticket_id = $1",
            UUID.numbered(2)
        )
        let heard = try await office.classify(1, 2)

        #expect(heard.verdicts == [.done, .done] && heard.said == ["ticket.assigned.v1"])
        #expect(try await office.agent(of: 1) == "ann")
        #expect(try await office.agent(of: 2) == "ann")
        #expect(try await office.waiting() == [])
    }

    @Test("returned capacity goes to urgent tickets, then to the oldest deadlines")
    func drained() async throws {
        let office = try await Office.make()
        try await office.addAgent("ann", capacity: 3)
        try await office.addTickets(1...3)
        try await office.classify(1, 2, 3)
        try await office.addTickets(10...14)
        try await office.addTickets(20...20, lane: .urgent)
        try await office.classify(12, 14, 10, 20, 11, 13)
        for number in 1...3 { try await office.setStatus(number, "resolved") }

        try await office.hear(
            .sample(1),
            .sample(2),
            .sample(3),
            with: ReleaseEnded<TicketResolvedV1>(release: office.release)
        )
        _ = try await office.drain()

        #expect(try await office.waiting() == [12, 13, 14])
        #expect(try await office.agent(of: 20) == "ann")
        #expect(try await office.load("ann") == 3)
    }

    @Test("nothing is looked at before it is due")
    func patience() async throws {
        let office = try await Office.make()
        try await office.addTickets(1...1)
        try await office.classify(1)
        try await office.addAgent("ann")

        let next = try await office.drain()

        #expect(try await office.waiting() == [1])
        guard case .at(let instant?) = next else { return #expect(Bool(false), "no instant: \(next)") }
        let pause = instant.timeIntervalSince(Office.monday)
        #expect((300..<330).contains(pause))
        try await office.setClock(instant.addingTimeInterval(1))
        _ = try await office.drain()
        #expect(try await office.agent(of: 1) == "ann")
    }

    @Test("the policy in force decides and is named")
    func policy() async throws {
        let office = try await Office.make()
        try await office.load(
            "routing-policy",
            """
            {"version": 1, "weights": {"skill": 1}, "minimumSkill": 3, "allowsTranslation": true, "opensSoonMinutes": 0,
             "recorded": 10}
            """
        )
        try await office.addAgent("ann", languages: "{}")
        try await office.addAgent("bob", skills: #"{"technical_fault": 3}"#, languages: "{}")
        try await office.addTickets(1...1)

        try await office.classify(1)

        #expect(try await office.agent(of: 1) == "bob")
        #expect(try await office.number("SELECT policy_version::bigint AS n FROM assignment") == 3)
    }
}
