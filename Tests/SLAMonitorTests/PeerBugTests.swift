import Contracts
import FoundationEssentials
import Harness
import Postgres
import Testing

@testable import SLAMonitor
@testable import WorkerKit

/// Faults seen in other systems; docs/pains.md names the threads and the tests of those that are held elsewhere.
@Suite("Faults of other systems, with the database", .freshDatabase, .timeLimit(.minutes(2)))
struct PeerBugTests {
    private struct Crash: Error {}

    @Test("a process that dies between telling and its mark tells it once")
    func crashed() async throws {
        let scene = try await Scene.make()
        try await scene.open()
        try await scene.classify(priority: 1)
        try await scene.follow()
        try await scene.write("acknowledged", by: "system:notifier")
        try await scene.setClock(minutes: 60.01)

        await #expect(throws: Crash.self) {
            try await scene.turn { turn in
                _ = try await TimerSweep(scene.follower).run(in: turn)
                throw Crash()
            }
        }
        let left = try await scene.told()
        let after = try await scene.sweep()
        let again = try await scene.sweep()

        #expect(left.filter { $0.contains("breach") }.isEmpty)
        #expect(after.map(\.routingKey) == ["urgent.sla.breached.v1"])
        #expect(again.isEmpty)
    }

    @Test("a clock that ended keeps its verdict under other targets")
    func judged() async throws {
        let scene = try await Scene.make()
        try await scene.open()
        try await scene.classify(priority: 1)
        try await scene.setClock(minutes: 30)
        try await scene.write("replied")
        try await scene.follow()
        let before = try await scene.clock("first_response")
        try await scene.stage.execute(
            """
            INSERT INTO setup_document (kind, version, body, body_sha256, active, loaded_by)
            VALUES ('sla-policy', 7, $1, '', true, 'test')
            """,
            JSONText(
                """
                {"name": "strict", "version": 1, "rules": [{"name": "all", "match": {}, "warnShares": [],
                 "targets": {"firstResponse": {"minutes": 10, "measure": "wall"},
                             "resolution": {"minutes": 480, "measure": "wall"}}, "escalation": []}]}
                """
            )
        )

        try await scene.turn { turn in _ = try await RecountSweep(scene.follower).run(in: turn) }

        #expect(before?.state == "met")
        #expect(try await scene.clock("first_response") == before)
        #expect(try await scene.clock("resolution") == StoredClock("running", due: 480, version: 2))
    }
}
