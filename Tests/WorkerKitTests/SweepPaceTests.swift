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
    func pauses() throws {
        let (real, fast) = (ClockReading(now: Self.noon, rate: 1), ClockReading(now: Self.noon, rate: 600))
        let minuteLater = NextSweep.at(Self.noon.addingTimeInterval(60))

        // Due means later than.
        let own = try #require(SweepLoop.pause(before: minuteLater, at: real))
        #expect(own > .seconds(60) && own < .milliseconds(60_001))
        let shortened = try #require(SweepLoop.pause(before: minuteLater, at: fast))
        #expect(shortened < .milliseconds(101))
        #expect(SweepLoop.pause(before: .at(Self.noon.addingTimeInterval(-1)), at: fast) == .milliseconds(1))
        #expect(SweepLoop.pause(before: .at(nil), at: fast) == .seconds(1))
        #expect(SweepLoop.pause(before: .again, at: fast) == .zero)
        #expect(SweepLoop.pause(before: .whenRung, at: fast) == nil)
    }

    @Test("a sweep on a link of its own works while another is at work, and comes again only when rung")
    func helper() async throws {
        let rig = try await Rig.make()
        let (gate, helper) = (Gate(), Helper())
        var registered: Bell?
        let visitor = Visitor(gate)
        let worker = try await rig.worker("classifier") { platform, _ in
            platform.listen(to: .classifier)
            platform.sweep(with: visitor)
            registered = platform.sweep(with: helper, onItsOwnLink: true)
        }
        let bell = try #require(registered)
        try await eventually("the first look") { helper.looks == 1 }
        try await eventually("a visitor") { gate.hasVisitor }

        // It stands in its turn and holds the link of all other sweeps.
        bell.ring()
        try await eventually("the help that was called") { helper.looks == 2 }
        gate.open()

        // A sweep that looks by itself comes every second.
        try await eventually("further turns of the visitor") { visitor.turns >= 3 }
        #expect(helper.looks == 2)
        await worker.stop()
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

/// Comes only when it is called.
private final class Helper: Sweep {
    private let count = Mutex(0)

    let name = "helper"

    var looks: Int { count.withLock { $0 } }

    func run(in turn: Turn) async throws -> NextSweep {
        _ = try await turn.transaction.rows("SELECT 1 AS one")
        count.withLock { $0 += 1 }
        return .whenRung
    }
}

/// Stands at the gate until it is opened, with the link of its transaction.
private final class Visitor: Sweep {
    let name = "visitor"
    private let gate: Gate
    private let count = Mutex(0)

    var turns: Int { count.withLock { $0 } }

    init(_ gate: Gate) { self.gate = gate }

    func run(in turn: Turn) async throws -> NextSweep {
        _ = try await turn.transaction.rows("SELECT 1 AS one")
        count.withLock { $0 += 1 }
        await gate.pass()
        return .at(nil)
    }
}
