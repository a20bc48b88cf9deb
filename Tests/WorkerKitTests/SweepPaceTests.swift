import FoundationEssentials
import Harness
import Postgres
import Rig
import Synchronization
import Testing
import Topology

@testable import WorkerKit

@Suite("A sweep's pace", .freshDatabase, .freshBroker, .timeLimit(.minutes(2)))
struct SweepPaceTests {
    private static let noon = Date(timeIntervalSince1970: 1_792_000_000)

    @Test("a pause is as long as the product's clock needs")
    func pauses() {
        let (real, fast) = (ClockReading(now: Self.noon, rate: 1), ClockReading(now: Self.noon, rate: 600))
        let minuteLater = NextSweep.at(Self.noon.addingTimeInterval(60))

        // Due means later than.
        let own = SweepLoop.pause(before: minuteLater, at: real)
        #expect(own > .seconds(60) && own < .milliseconds(60_001))
        #expect(SweepLoop.pause(before: minuteLater, at: fast) < .milliseconds(101))
        #expect(SweepLoop.pause(before: .at(Self.noon.addingTimeInterval(-1)), at: fast) == .milliseconds(1))
        #expect(SweepLoop.pause(before: .at(nil), at: fast) == .seconds(1))
        #expect(SweepLoop.pause(before: .again, at: fast) == .zero)
    }

    @Test("a sweep comes in time while the product's clock runs fast")
    func fast() async throws {
        let rig = try await Rig.make()
        try await rig.database.execute("UPDATE aftersail.clock SET rate = 600")
        let sweep = Appointments()
        let worker = try await rig.worker("classifier") { platform, _ in
            platform.listen(to: .classifier)
            platform.sweep(with: sweep)
        }

        // Asleep for a second of the machine's, it would be nine minutes and a half late each time.
        try await eventually("five appointments") { sweep.lateness.count >= 5 }
        #expect((sweep.lateness.min() ?? .infinity) < 300)
        await worker.stop()
    }

    @Test("a turn counts machine time in the product's seconds")
    func spans() async throws {
        let rig = try await Rig.make()
        try await rig.database.execute("UPDATE aftersail.clock SET rate = 600")

        let reading = try await rig.database.transaction { transaction in
            let turn = Turn(transaction: transaction, at: try await transaction.clockReading())
            return (turn.span(of: .seconds(2)), turn.rate)
        }

        #expect(reading == (1_200, 600))
    }
}

/// Wants to come half a minute later each time, and notes by how much it was late.
private final class Appointments: Sweep {
    private let state = Mutex((due: Date?.none, lateness: [Double]()))

    let name = "appointments"

    var lateness: [Double] { state.withLock { $0.lateness } }

    func run(in turn: Turn) async throws -> NextSweep {
        let next = turn.now.addingTimeInterval(30)
        state.withLock { state in
            if let due = state.due { state.lateness.append(turn.now.timeIntervalSince(due)) }
            state.due = next
        }
        return .at(next)
    }
}
