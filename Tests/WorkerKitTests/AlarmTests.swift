import Rig
import Synchronization
import Testing

@testable import WorkerKit

@Suite("A sweep's alarm")
struct AlarmTests {
    @Test("a pause that ends before its sleeper lies down is not slept through")
    func early() async throws {
        let alarm = Alarm()
        let round = alarm.begin()

        alarm.expire(round)

        try await Self.wakes(alarm, round)
    }

    @Test("a ring before the pause ends it at once")
    func rung() async throws {
        let alarm = Alarm()

        alarm.ring()

        try await Self.wakes(alarm, alarm.begin())
    }

    private static func wakes(_ alarm: Alarm, _ round: Int) async throws {
        let isAwake = Mutex(false)
        let sleeper = Task {
            await alarm.rest(round)
            isAwake.withLock { $0 = true }
        }
        try await eventually("the sleeper to wake", within: .seconds(5)) { isAwake.withLock { $0 } }
        sleeper.cancel()
    }
}
