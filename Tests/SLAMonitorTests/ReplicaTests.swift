import Broker
import Contracts
import FoundationEssentials
import Harness
import Postgres
import Testing
import Tickets
import Topology

@testable import SLAMonitor
@testable import WorkerKit

@Suite("Several sla-monitors", .freshDatabase, .freshBroker, .serialized, .timeLimit(.minutes(5)))
struct ReplicaTests {
    /// Minutes after the opening at which a step of a P1 ticket under the standard policy is due.
    private static let steps: [(metric: String, step: String, minute: Double)] = [
        ("acknowledgement", "warn-50", 5), ("acknowledgement", "warn-75", 7.5), ("acknowledgement", "warn-90", 9),
        ("acknowledgement", "breach-1", 10), ("acknowledgement", "breach-2", 40), ("acknowledgement", "breach-3", 130),
        ("first_response", "warn-50", 30), ("first_response", "warn-75", 45), ("first_response", "warn-90", 54),
        ("first_response", "breach-1", 60), ("first_response", "breach-2", 90), ("first_response", "breach-3", 180),
        ("resolution", "warn-50", 720), ("resolution", "warn-75", 1_080), ("resolution", "warn-90", 1_296),
        ("resolution", "breach-1", 1_440), ("resolution", "breach-2", 1_470), ("resolution", "breach-3", 1_560),
        ("progress", "progress-0", 1_425),
    ]

    @Test("three replicas tell every step of 200 tickets once, none early")
    func once() async throws {
        let stand = try await Stand.make()
        let workers = try await stand.workers(3)
        try await Self.begin(200, on: stand)

        for minute in Set(Self.steps.map(\.minute)).sorted() {
            try await stand.setClock(Scene.start.addingTimeInterval(minute * 60 + 6))
            let expected = 200 * (1 + Self.steps.count { $0.minute <= minute })
            try await eventually("\(expected) notices") {
                try await stand.number("SELECT count(*) AS n FROM sla_notice") >= expected
            }
        }

        try await eventually("every notice on the wire") { try await stand.ready("notifier.urgent") >= 200 * 20 }
        for worker in workers { await worker.stop() }
        #expect(try await stand.messages(in: "notifier.urgent").count == 200 * 20)
        #expect(try await stand.number("SELECT count(*) AS n FROM sla_notice") == 200 * 20)
        #expect(try await Self.early(on: stand) == 0)
        #expect(try await stand.number("SELECT count(*) AS n FROM parked_message") == 0)
        #expect(try await stand.number("SELECT count(*) AS n FROM sla_clock WHERE state = 'breached'") == 600)
        try await Self.checkSeals(on: stand)
    }

    @Test("what fell due while all were down is told once afterwards")
    func restarted() async throws {
        let stand = try await Stand.make()
        let before = try await stand.workers(2)
        try await Self.begin(50, on: stand)
        try await stand.setClock(Scene.start.addingTimeInterval(31 * 60))
        try await eventually("the first breaches") {
            try await stand.number("SELECT count(*) AS n FROM sla_notice WHERE step = 'breach-1'") == 50
        }
        for worker in before { await worker.stop() }

        try await stand.setClock(Scene.start.addingTimeInterval(61 * 60))
        let after = try await stand.workers(2)

        try await eventually("the second breaches") {
            try await stand.number("SELECT count(*) AS n FROM sla_notice WHERE step = 'breach-1'") == 100
        }
        try await eventually("the lead to be told") {
            try await stand.number("SELECT count(*) AS n FROM sla_notice WHERE step = 'breach-2'") == 50
        }
        for worker in after { await worker.stop() }
        let notices = try await stand.number("SELECT count(*) AS n FROM sla_notice")
        #expect(try await stand.messages(in: "notifier.urgent").count == notices)
        // Warnings that the outage overtook are not told any more.
        #expect(
            try await stand.number(
                """
                SELECT count(*) AS n FROM sla_notice
                WHERE metric = 'first_response' AND step IN ('warn-75', 'warn-90')
                """
            ) == 0
        )
    }

    @Test("five thousand timers due at once are each told once")
    func flood() async throws {
        let stand = try await Stand.make()
        try await stand.setClock(Scene.start)
        try await stand.database.seedTickets(1...5_000, openedAt: Scene.start, clockStart: Scene.start)
        try await stand.database.execute(
            """
            INSERT INTO ticket_event (id, ticket_id, at, kind, actor)
            SELECT gen_random_uuid(), id, aftersail.now(), 'acknowledged', 'system:notifier' FROM ticket
            """
        )
        try await stand.database.execute(
            "INSERT INTO timer SELECT id, 'ticket', 0, 'look', 0, aftersail.now() FROM ticket"
        )
        let worker = try await stand.worker()
        try await eventually("all clocks") {
            try await stand.number("SELECT count(*) AS n FROM sla_clock WHERE metric = 'first_response'") == 5_000
        }
        try await stand.setClock(Scene.start.addingTimeInterval(70))
        try await eventually("all promises") { try await stand.number("SELECT count(*) AS n FROM sla_notice") == 5_000 }

        try await stand.setClock(Scene.start.addingTimeInterval(7_201))
        try await eventually("all warnings") {
            try await stand.number("SELECT count(*) AS n FROM sla_notice") == 10_000
        }
        try await eventually("all on the wire") { try await stand.ready("notifier.normal") >= 10_000 }

        await worker.stop()
        // A worker notices a clock that jumped when it looks next, so the first warning is where time begins.
        let took = try await stand.number(
            """
            SELECT (extract(epoch FROM max(told_at) - min(told_at)) * 1000)::integer AS n
            FROM sla_notice
            WHERE step = 'warn-50'
            """
        )
        print("5,000 timers due at once: told within \(took) ms")
        #expect(took < 60_000)
    }

    @Test("a dead letter is drained into the parked messages")
    func drained() async throws {
        let stand = try await Stand.make()
        let worker = try await stand.worker()

        _ = await stand.publisher.publish([
            OutgoingMessage(
                exchange: "",
                routingKey: Topology.deadQueue,
                properties: Properties(),
                body: Array("x".utf8)
            )
        ])

        try await eventually("the parked letter") {
            try await stand.number("SELECT count(*) AS n FROM parked_message WHERE worker = 'sla-monitor'") == 1
        }
        await worker.stop()
    }

    /// P1 tickets at the scene's start, whose messages arrive at once, and their promises.
    private static func begin(_ count: Int, on stand: Stand) async throws {
        try await stand.setClock(Scene.start)
        try await stand.database.seedTickets(1...count, openedAt: Scene.start, clockStart: Scene.start)
        try await stand.database.seedTriage(1...count, priority: 1, lane: .urgent)
        try await stand.say((1...count).map { TicketClassifiedV1.sample($0) }, lane: .urgent)
        try await eventually("all clocks") {
            try await stand.number("SELECT count(*) AS n FROM sla_clock") == 4 * count
        }
        try await eventually("all messages") {
            try await stand.number("SELECT count(*) AS n FROM inbox") == count
        }
    }

    /// Notices that were told at or before their instant.
    private static func early(on stand: Stand) async throws -> Int {
        let rows = try await stand.database.rows(
            """
            SELECT count(*) AS n
            FROM sla_notice n
            JOIN unnest($1::text[], $2::text[], $3::float8[]) AS s (metric, step, minute) USING (metric, step)
            WHERE n.told_at <= $4::timestamptz + s.minute * interval '1 minute'
            """,
            steps.map(\.metric),
            steps.map(\.step),
            steps.map(\.minute),
            Scene.start
        )
        let row = try #require(rows.first)
        return try row("n")
    }

    /// The ledger has been sealed as it grew, and the chain holds.
    private static func checkSeals(on stand: Stand) async throws {
        let sealed = try await stand.number("SELECT count(*) AS n FROM ticket_event_seal")
        #expect(sealed > 0)
        #expect(try await stand.number("SELECT COALESCE(first_broken_seal(), -1) AS n") == -1)
    }
}
