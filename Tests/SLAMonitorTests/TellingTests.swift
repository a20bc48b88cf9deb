import Contracts
import FoundationEssentials
import Harness
import Postgres
import Testing
import Tickets

@testable import SLAMonitor
@testable import WorkerKit

@Suite("Telling what is due", .freshDatabase, .timeLimit(.minutes(2)))
struct TellingTests {
    @Test("a warning is told once, later than its instant")
    func warned() async throws {
        let scene = try await Scene.make()
        try await scene.open()
        try await scene.classify(priority: 1)
        try await scene.follow()
        try await scene.write("acknowledged", by: "system:notifier")

        try await scene.setClock(minutes: 30)
        let onTheInstant = try await scene.sweep()
        try await scene.setClock(minutes: 30.01)
        let after = try await scene.sweep()
        let again = try await scene.sweep()

        #expect(onTheInstant.isEmpty)
        #expect(after.map(\.routingKey) == ["urgent.sla.warned.v1"])
        let warning = try WireJSON.decode(SLAWarnedV1.self, from: try #require(after.first).body)
        #expect(warning.share == 50)
        #expect(warning.metric == "first_response")
        #expect(warning.dueAt == Scene.start.addingTimeInterval(3_600))
        #expect(again.isEmpty)
    }

    @Test("a breach climbs the chain, each level once")
    func breached() async throws {
        let scene = try await Scene.make()
        try await scene.open()
        try await scene.classify(priority: 1)
        try await scene.follow()
        try await scene.write("acknowledged", by: "system:notifier")
        var said: [OutboxRow] = []

        for minutes in [60.0, 60.01, 90.01, 180.01, 300] {
            try await scene.setClock(minutes: minutes)
            said += try await scene.sweep()
        }

        let breaches = try said.filter { $0.headers.type == SLABreachedV1.name }.map {
            try WireJSON.decode(SLABreachedV1.self, from: $0.body)
        }
        #expect(breaches.map(\.role) == ["agent", "lead", "manager"])
        #expect(breaches.map(\.level) == [1, 2, 3])
        #expect(try await scene.clock("first_response")?.state == "breached")
        let lines = try await scene.stage.rows("SELECT 1 FROM ticket_event WHERE kind = 'sla_breached'")
        #expect(lines.count == 3)
        #expect(scene.metrics.rendered().contains("aftersail_sla_breaches_total{metric=\"first_response\"} 1\n"))
    }

    @Test("an acknowledgement in the ledger keeps its alarm silent")
    func acknowledged() async throws {
        let scene = try await Scene.make()
        try await scene.open()
        try await scene.classify()
        try await scene.follow()
        try await scene.setClock(minutes: 1)
        try await scene.write("acknowledged", by: "system:notifier")

        try await scene.setClock(minutes: 10.01)
        let said = try await scene.sweep()

        #expect(said.isEmpty)
        #expect(try await scene.clock("acknowledgement") == StoredClock("met", due: 10, stopped: 1))
    }

    @Test("an old message tells the breach and no overtaken warning")
    func late() async throws {
        let scene = try await Scene.make()
        try await scene.open(agedMinutes: 180)

        try await scene.follow()

        // 75 percent of first response end at this very instant: not yet.
        #expect(
            try await scene.told() == [
                "acknowledgement 1 breach-1", "acknowledgement 1 breach-2", "acknowledgement 1 breach-3",
                "first_response 1 warn-50",
            ]
        )
    }

    @Test("a pause repeats no warning and tells the next one")
    func resumed() async throws {
        let scene = try await Scene.make()
        try await scene.open()
        try await scene.follow()
        try await scene.write("replied")
        try await scene.setClock(minutes: 720.01)
        try await scene.sweep()
        try await scene.setClock(minutes: 800)
        try await scene.write("waiting", data: #"{"reason":"parts"}"#)
        try await scene.follow()

        try await scene.setClock(minutes: 1_100)
        try await scene.sweep()
        try await scene.write("resumed")
        try await scene.follow()
        let afterPause = try await scene.told().filter { $0.hasPrefix("resolution") }
        try await scene.setClock(minutes: 1_380.01)
        try await scene.sweep()

        #expect(afterPause == ["resolution 1 warn-50"])
        #expect(
            try await scene.told().filter { $0.hasPrefix("resolution") } == [
                "resolution 1 warn-50", "resolution 1 warn-75",
            ]
        )
    }

    @Test("progress is asked for daily without any message in between")
    func progress() async throws {
        let scene = try await Scene.make()
        try await scene.open()
        try await scene.follow()
        try await scene.write("replied")
        try await scene.follow()
        try await scene.write("waiting", data: #"{"reason":"parts"}"#)
        try await scene.follow()

        try await scene.setClock(minutes: 1_425.01)
        let first = try await scene.sweep()
        try await scene.write("progress_sent", by: "system:notifier")
        try await scene.setClock(minutes: 1_431)
        let check = try await scene.sweep()
        try await scene.setClock(minutes: 2_850.02)
        let second = try await scene.sweep()

        #expect(try Self.cycles(first) == [2])
        #expect(check.isEmpty)
        #expect(try await scene.clock("progress", cycle: 2)?.state == "met")
        #expect(try Self.cycles(second) == [3])
    }

    @Test("no progress is asked for while the customer's answer is awaited")
    func awaited() async throws {
        let scene = try await Scene.make()
        try await scene.open()
        try await scene.write("waiting", data: #"{"reason":"customer"}"#)
        try await scene.follow()

        try await scene.setClock(minutes: 3_000)
        let said = try await scene.sweep()

        #expect(try Self.cycles(said).isEmpty)
        #expect(try await scene.clock("progress")?.state == "paused")
    }

    @Test("another policy counts running clocks again")
    func recounted() async throws {
        let scene = try await Scene.make()
        try await scene.open()
        try await scene.follow()
        try await scene.stage.execute(
            """
            INSERT INTO setup_document (kind, version, body, body_sha256, active, loaded_by)
            VALUES ('sla-policy', 7, $1, '', true, 'test')
            """,
            JSONText(
                """
                {"name": "strict", "version": 1, "rules": [{"name": "all", "match": {}, "warnShares": [50],
                 "targets": {"resolution": {"minutes": 480, "measure": "wall"}},
                 "escalation": [{"role": "lead", "afterMinutes": 0}]}]}
                """
            )
        )

        try await scene.turn { turn in _ = try await RecountSweep(scene.follower).run(in: turn) }

        #expect(try await scene.clock("resolution") == StoredClock("running", due: 480, version: 2))
        #expect(try await scene.clock("first_response")?.state == "cancelled")
        let rows = try await scene.stage.rows("SELECT policy_version FROM sla_clock WHERE metric = 'resolution'")
        #expect(try rows.first.map { row in try row("policy_version") as String } == "7")
        #expect(try await scene.timers() == ["acknowledgement promise"])
    }

    @Test("an unreadable policy leaves the former one in force")
    func unreadable() async throws {
        let scene = try await Scene.make()
        try await scene.open()
        try await scene.stage.execute(
            """
            INSERT INTO setup_document (kind, version, body, body_sha256, active, loaded_by)
            VALUES ('sla-policy', 1, '{"rules": 3}', '', true, 'test')
            """
        )

        try await scene.follow()

        #expect(try await scene.clock("resolution") == StoredClock("running", due: 1_440))
    }

    private static func cycles(_ said: [OutboxRow]) throws -> [Int] {
        try said.filter { $0.headers.type == SLAProgressDueV1.name }.map {
            try WireJSON.decode(SLAProgressDueV1.self, from: $0.body).cycle
        }
    }
}
