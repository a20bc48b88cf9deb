import FoundationEssentials
import Harness
import Postgres
import Testing

@testable import SLAMonitor
@testable import WorkerKit

@Suite("Looking for clocks counted by other targets", .freshDatabase, .timeLimit(.minutes(2)))
struct RecountTests {
    @Test(
        "running clocks are looked through every fifteen seconds at most",
        arguments: [(seconds: 1.0, version: "old"), (seconds: 14, version: "old"), (seconds: 15, version: "0")]
    )
    func paced(seconds: Double, version: String) async throws {
        let scene = try await Scene.make()
        try await scene.open()
        try await scene.follow()
        let sweep = RecountSweep(scene.follower)
        try await scene.turn { turn in _ = try await sweep.run(in: turn) }
        try await scene.stage.execute("UPDATE sla_clock SET policy_version = 'old'")

        try await scene.setClock(minutes: seconds / 60)
        try await scene.turn { turn in _ = try await sweep.run(in: turn) }

        let rows = try await scene.stage.rows("SELECT DISTINCT policy_version FROM sla_clock")
        #expect(try rows.map { row in try row("policy_version") as String } == [version])
    }
}
