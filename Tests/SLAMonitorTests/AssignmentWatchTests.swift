import BusinessTime
import FoundationEssentials
import Harness
import Postgres
import Testing

@testable import SLAMonitor

@Suite("Watching for assignments", .freshDatabase, .timeLimit(.minutes(2)))
struct AssignmentWatchTests {
    @Test("a team's clock begins with the assignment that no message tells of")
    func departments() async throws {
        let scene = try await Scene.make()
        try await Self.load(SLATargets(departments: ["repair": SLATarget(30, .wall)]), in: scene)
        try await scene.open()
        try await scene.classify()
        try await scene.follow()
        try await scene.setClock(minutes: 5)
        try await scene.write("assigned", by: "system:dispatcher", data: #"{"agent":"a","team":"repair"}"#)
        #expect(try await scene.clock("department") == nil)

        // Transactions of others may still hide the line.
        try await eventually("the assignment to be seen") {
            try await Self.watch(scene)
            return try await scene.timers().contains { $0.hasPrefix("ticket look") }
        }
        try await scene.setClock(minutes: 6)
        try await scene.sweep()

        #expect(try await scene.clock("department") == StoredClock("running", due: 35))
        try await Self.watch(scene)
        #expect(try await !scene.timers().contains { $0.hasPrefix("ticket look") })
    }

    @Test("without clocks that follow assignments nobody looks")
    func unwanted() async throws {
        let scene = try await Scene.make()
        try await scene.open()
        try await scene.classify()
        try await scene.write("assigned", by: "system:dispatcher", data: #"{"agent":"a","team":"repair"}"#)

        try await Self.watch(scene)

        #expect(try await !scene.timers().contains { $0.hasPrefix("ticket look") })
    }

    private static func watch(_ scene: Scene) async throws {
        try await scene.turn { turn in _ = try await WatchAssignments(follower: scene.follower).run(in: turn) }
    }

    private static func load(_ targets: SLATargets, in scene: Scene) async throws {
        let policy = SLAPolicy(name: "test", version: 1, rules: [SLARule(name: "all", targets: targets)])
        try await scene.stage.execute(
            """
            INSERT INTO setup_document (kind, version, body, body_sha256, active, loaded_by)
            VALUES ('sla-policy', 1, $1, '', true, 'test')
            """,
            JSONText(String(decoding: try JSONEncoder().encode(policy), as: UTF8.self))
        )
    }
}
