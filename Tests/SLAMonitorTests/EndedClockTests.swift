import Contracts
import FoundationEssentials
import Harness
import Postgres
import Testing

@testable import SLAMonitor
@testable import WorkerKit

@Suite("Clocks that ended before the policy changed", .freshDatabase, .timeLimit(.minutes(2)))
struct EndedClockTests {
    @Test("an ended clock keeps the deadline that it ended by")
    func kept() async throws {
        let scene = try await Scene.make()
        try await scene.open()
        try await scene.setClock(minutes: 100)
        try await scene.write("replied")
        try await scene.follow()
        let before = try await scene.clock("first_response")

        try await scene.load(
            policy: Scene.policy(
                #""firstResponse": {"minutes": 60, "measure": "wall"}, "resolution": {"minutes": 600, "measure": "wall"}"#
            )
        )
        try await scene.follow()

        #expect(before == StoredClock("met", due: 240, stopped: 100))
        #expect(try await scene.clock("first_response") == before)
        #expect(try await scene.clock("resolution") == StoredClock("running", due: 600, version: 2))
    }

    @Test(
        "a target that is no longer measured ends its open clock, and what was missed stays missed",
        arguments: [
            (minutes: 100.0, swept: true, state: "cancelled"), (minutes: 250, swept: true, state: "breached"),
            (minutes: 250, swept: false, state: "breached"),
        ]
    )
    func dropped(minutes: Double, swept: Bool, state: String) async throws {
        let scene = try await Scene.make()
        try await scene.open()
        try await scene.follow()
        try await scene.setClock(minutes: minutes)
        if swept { try await scene.sweep() }

        try await scene.load(policy: Scene.policy(#""resolution": {"minutes": 600, "measure": "wall"}"#))
        try await scene.follow()

        #expect(try await scene.clock("first_response") == StoredClock(state, due: 240, stopped: minutes))
    }
}
