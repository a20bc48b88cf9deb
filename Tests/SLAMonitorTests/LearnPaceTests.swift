import BusinessTime
import FoundationEssentials
import Harness
import Postgres
import Testing
import Tickets

@testable import SLAMonitor
@testable import WorkerKit

@Suite("Learning how long tickets take", .freshDatabase, .timeLimit(.minutes(2)))
struct LearnPaceTests {
    @Test("the latest five hundred of a kind count, and another look follows after an hour")
    func latest() async throws {
        let scene = try await Scene.make()
        // Six hundred tickets solved one a minute: the first hundred in ten hours each, the rest in 1 to 500 seconds.
        try await Self.seed(scene, 600, category: "logistics", "CASE WHEN n <= 100 THEN 36000 ELSE n - 100 END")
        let paces = PaceInForce()
        let sweep = LearnPace(paces: paces)

        try await scene.turn { turn in _ = try await sweep.run(in: turn) }

        let learned = paces.book.pace(of: Self.kind(.logistics))
        #expect(learned?.likeness == .kind)
        #expect(learned?.pace.samples == 500)
        #expect(learned.map { [$0.pace.low, $0.pace.high] } == [25, 476])

        try await Self.seed(scene, 100, category: "billing", "60")
        try await scene.setClock(minutes: 59)
        try await scene.turn { turn in _ = try await sweep.run(in: turn) }
        #expect(paces.book.pace(of: Self.kind(.billing))?.likeness != .kind)
        try await scene.setClock(minutes: 60)
        try await scene.turn { turn in _ = try await sweep.run(in: turn) }
        #expect(paces.book.pace(of: Self.kind(.billing))?.likeness == .kind)
    }

    @Test("a ticket's first solution is stored once with its kind, and none while it is unsolved")
    func stored() async throws {
        let scene = try await Scene.make()
        try await scene.open()
        try await scene.classify()
        try await scene.setClock(minutes: 30)
        try await scene.follow()
        let unsolved = try await Self.samples(scene)

        try await scene.write("resolved")
        try await scene.follow()
        try await scene.setClock(minutes: 50)
        try await scene.write("reopened", by: "customer")
        try await scene.follow()
        try await scene.setClock(minutes: 90)
        try await scene.write("resolved")
        try await scene.follow()

        #expect(unsolved.isEmpty)
        #expect(try await Self.samples(scene) == ["other 1: 1800 s"])
    }

    private static func kind(_ category: Tickets.Category) -> PaceBook.Kind {
        PaceBook.Kind(calendar: "always", category: category, priority: .p2)
    }

    private static func seed(_ scene: Scene, _ count: Int, category: String, _ seconds: String) async throws {
        try await scene.stage.execute(
            """
            INSERT INTO resolution_sample (ticket_id, calendar, category, priority, open_seconds, resolved_at)
            SELECT gen_random_uuid(), 'always', $2, 2, \(seconds), timestamptz '2026-11-01' + n * interval '1 minute'
            FROM generate_series(1, $1) AS n
            """,
            Int32(count),
            category
        )
    }

    private static func samples(_ scene: Scene) async throws -> [String] {
        try await scene.stage.rows(
            "SELECT category || ' ' || priority || ': ' || open_seconds || ' s' AS sample FROM resolution_sample"
        ).map { row in try row("sample") }
    }
}
