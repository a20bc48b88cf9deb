import Broker
import Contracts
import FoundationEssentials
import Harness
import Postgres
import Testing
import Tickets

@testable import Dispatcher
@testable import WorkerKit

@Suite("The order in which waiting tickets are served", .freshDatabase, .freshBroker, .timeLimit(.minutes(3)))
struct OrderTests {
    @Test("three replicas serve 1,300 waiting tickets urgent first, then oldest first")
    func storm() async throws {
        let office = try await Office.make(clock: nil)
        let wire = try await Wire.make()
        try await office.addAgent("ann", capacity: 900)
        try await office.admin.execute("INSERT INTO agent_load (agent_id, away) VALUES ('ann', true)")
        try await office.addTickets(1...1_200)
        try await office.addTickets(1_201...1_300, lane: .urgent)
        var workers: [WorkerProcess] = []
        for _ in 1...3 { workers.append(try await wire.worker()) }
        try await wire.say((1...1_300).shuffled().map { TicketClassifiedV1.sample($0) })
        try await eventually("1,300 to wait", within: .seconds(60)) { try await office.waiting().count == 1_300 }

        let began = ContinuousClock.now
        try await wire.say([AgentBackV1(agentID: "ann")])
        try await eventually("900 assignments", within: .seconds(60)) { try await office.load("ann") == 900 }
        let took = ContinuousClock.now - began

        // Whoever waits is looked at within five minutes whatever happened; returned capacity is used at once.
        #expect(took < .seconds(30))
        #expect(Set(try await office.waiting()) == Set(801...1_200))
        #expect(try await office.number("SELECT count(*) AS n FROM ticket_event WHERE kind = 'assigned'") == 900)
        for worker in workers { await worker.stop() }
    }

    @Test("a new ticket does not overtake one that waits and is due")
    func overtaking() async throws {
        let office = try await Office.make()
        try await office.addAgent("ann", capacity: 1)
        try await office.addTickets(1...3)
        try await office.classify(1)
        try await office.classify(2)
        try await office.setStatus(1, "resolved")
        try await office.hear(.sample(1), with: ReleaseEnded<TicketResolvedV1>(release: office.release))

        try await office.classify(3)

        #expect(try await office.agent(of: 2) == "ann")
        #expect(try await office.waiting() == [3])
    }

    @Test("a shift that opens takes more than one batch in order")
    func opening() async throws {
        let office = try await Office.make(clock: Office.monday.addingTimeInterval(-3_602))  // 09:59:58 in Berlin
        try await office.load(
            "calendars",
            #"{"standard": "always", "calendars": {"late": {"tz": "UTC", "hours": {"mon": [["10:00", "17:00"]]}}}}"#
        )
        try await office.addAgent("ann", capacity: 550, calendar: "late", zone: "Europe/Berlin")
        try await office.addTickets(1...700)
        try await office.addTickets(701...720, lane: .urgent)
        let all = (1...720).shuffled().map { TicketClassifiedV1.sample($0) }
        for begin in stride(from: 0, to: 720, by: 90) {
            try await office.hear(
                Array(all[begin..<begin + 90]),
                with: AssignClassified(dispatching: office.dispatching)
            )
        }
        #expect(try await office.waiting().count == 720)

        try await office.setClock(Office.monday.addingTimeInterval(-3_599))
        #expect(try await office.drain() == .again)
        #expect(Set(try await office.waiting()) == Set(481...700))
        _ = try await office.drain()

        #expect(Set(try await office.waiting()) == Set(531...700))
    }

    @Test("a changed setup is tried by all at once, in order")
    func setup() async throws {
        let office = try await Office.make()
        try await office.addAgent("ann", capacity: 0)
        try await office.addTickets(1...3)
        try await office.classify(3)
        try await office.classify(1, 2)
        _ = try await office.drain()
        try await office.admin.execute("UPDATE agent SET capacity = 2")
        try await office.load("organisation", "{}")

        try await eventually("the new setup to be seen") {
            _ = try await office.drain()
            return try await office.waiting() == [3]
        }
        #expect(try await office.load("ann") == 2)
    }

    @Test("nobody's wait has another end than a free agent and a deadline before it")
    func bound() async throws {
        let office = try await Office.make()
        try await office.addAgent("ann", capacity: 1)
        try await office.addTickets(1...40)
        try await office.classify(1)
        for number in 2...40 { try await office.classify(number) }

        // Each that is solved lets the next one in, though new ones with later deadlines come all the time.
        for number in 1...20 {
            try await office.setStatus(number, "resolved")
            try await office.hear(
                .sample(number),
                with: ReleaseEnded<TicketResolvedV1>(release: office.release),
                told: number
            )
            try await office.addTickets((100 + number)...(100 + number))
            try await office.classify(100 + number)
            #expect(try await office.agent(of: number + 1) == "ann")
        }
    }
}
