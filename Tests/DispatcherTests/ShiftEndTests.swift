import Contracts
import FoundationEssentials
import Harness
import Postgres
import Testing
import Tickets

@testable import Dispatcher
@testable import WorkerKit

@Suite("Handing on at the end of a shift", .freshDatabase, .timeLimit(.minutes(2)))
struct ShiftEndTests {
    /// The clock starts at 11:00 in Berlin, where Ann and Ben leave at 17:00; Chicago opens at 09:00, 16:00 in Berlin.
    private func office(followTheSun: Bool = true) async throws -> Office {
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
             "recorded": 5, "handOver": {"silentMinutes": {}, "followTheSun": \(followTheSun), "shiftEndMinutes": 15,
             "continuous": ["p1"]}}
            """
        )
        for (agent, skill) in [("ann", 3), ("ben", 2)] {
            try await office.addAgent(
                agent,
                calendar: "office",
                zone: "Europe/Berlin",
                skills: #"{"technical_fault": \#(skill)}"#
            )
        }
        try await office.addTickets(1...2)
        try await office.admin.execute("UPDATE triage SET priority = 1 WHERE ticket_id = $1", UUID.numbered(1))
        try await office.classify(1, 2)
        return office
    }

    private func addChicago(_ office: Office) async throws {
        try await office.addAgent(
            "cal",
            calendar: "office",
            zone: "America/Chicago",
            skills: #"{"technical_fault": 1}"#
        )
    }

    @Test("a continuous ticket goes to whoever stays on shift, others stay")
    func goes() async throws {
        let office = try await office()
        try await addChicago(office)
        try await office.at(5.7)
        #expect(try await office.watch().said.isEmpty)

        try await office.at(5.8)
        let heard = try await office.watch()

        #expect(heard.ledger == ["returned", "assigned"])
        #expect(heard.said == ["ticket.returned.v1", "ticket.assigned.v1"])
        #expect(try await office.agent(of: 1) == "cal")
        #expect(try await office.agent(of: 2) == "ann")
        #expect(try await office.watch().said.isEmpty)
        let ended = "SELECT count(*) AS n FROM assignment WHERE end_reason = 'shift_end' AND agent_id = 'ann'"
        #expect(try await office.number(ended) == 1)
    }

    @Test("with nobody who stays it stays, and the record says so once")
    func stays() async throws {
        let office = try await office()
        try await office.at(5.8)

        #expect(try await office.watch().ledger == ["kept"])
        #expect(try await office.watch().ledger.isEmpty)
        try await office.at(5.95)
        #expect(try await office.watch().ledger.isEmpty)
        #expect(try await office.agent(of: 1) == "ann")
        #expect(
            try await office.number(
                "SELECT count(*) AS n FROM ticket_event WHERE data ->> 'because' = 'nobody_on_shift'"
            ) == 1
        )
        try await office.at(24 + 5.8)
        #expect(try await office.watch().ledger == ["kept"])
    }

    @Test("a person's mark goes before the policy")
    func marked() async throws {
        let office = try await office()
        try await addChicago(office)
        for (number, mark) in [(1, false), (2, true)] {
            try await office.setStatus(number, "open")
            try await office.admin.execute(
                "UPDATE ticket_state SET continuous = $2 WHERE ticket_id = $1",
                UUID.numbered(number),
                mark
            )
        }
        try await office.at(5.8)
        try await office.watch()

        #expect(try await office.agent(of: 1) == "ann")
        #expect(try await office.agent(of: 2) == "cal")
    }

    @Test("without the policy nothing is handed on")
    func off() async throws {
        let office = try await office(followTheSun: false)
        try await addChicago(office)
        try await office.at(5.8)

        #expect(try await office.watch().said.isEmpty)
        #expect(try await office.number("SELECT count(look_at) AS n FROM assignment") == 0)
    }
}
