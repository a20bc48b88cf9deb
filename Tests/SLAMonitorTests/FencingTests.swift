import FoundationEssentials
import Harness
import Postgres
import Rig
import Synchronization
import Testing

@testable import SLAMonitor
@testable import WorkerKit

@Suite("Timers of several replicas", .freshDatabase, .timeLimit(.minutes(2)))
struct FencingTests {
    @Test("a due timer in another replica's hands is left to it")
    func held() async throws {
        let scene = try await Scene.make()
        let other = try await Scene.make()
        try await scene.open()
        try await scene.classify(priority: 1)
        try await scene.follow()
        try await scene.write("acknowledged", by: "system:notifier")
        try await scene.setClock(minutes: 30.01)
        let gate = Gate()
        let hasPassed = Mutex(false)

        let first = Task {
            try await scene.turn { turn in
                _ = try await TimerSweep(scene.follower).run(in: turn)
                await gate.pass()
            }
        }
        try await eventually("a replica in the middle of its turn") { gate.hasVisitor }
        let second = Task {
            defer { hasPassed.withLock { $0 = true } }
            return try await other.sweep()
        }
        try await eventually("the other to pass by", within: .seconds(5)) { hasPassed.withLock { $0 } }
        gate.open()

        #expect(try await first.value.map(\.routingKey) == ["urgent.sla.warned.v1"])
        #expect(try await second.value.isEmpty)
    }
}
