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

    @Test("two lanes take the oldest timers side by side, each its own, and tell each once")
    func lanes() async throws {
        let scene = try await Scene.make()
        let other = try await Scene.make()
        let (most, all) = (TimerSweep.most, 2 * TimerSweep.most + 100)
        try await scene.stage.seedTickets(1...all, openedAt: Scene.start, clockStart: Scene.start)
        // The later its number, the earlier its timer.
        try await scene.stage.execute(
            """
            INSERT INTO timer
            SELECT id, 'ticket', 0, 'look', 0, $2::timestamptz - place * interval '1 microsecond'
            FROM unnest($1::uuid[]) WITH ORDINALITY AS t (id, place)
            """,
            (1...all).map { UUID.numbered($0) },
            Scene.start
        )
        try await scene.setClock(minutes: 2)
        let (gate, second) = (Gate(), RelayedBell())
        let calls = Mutex(0)
        let bell = Bell()
        bell.connect { calls.withLock { $0 += 1 } }
        second.connect(bell)

        let first = Task {
            try await scene.turn { turn in
                let next = try await TimerSweep(scene.follower, lane: .first(calls: second)).run(in: turn)
                #expect(next == .again)
                await gate.pass()
            }
        }
        try await eventually("the first lane in the middle of its turn") { gate.hasVisitor }
        #expect(calls.withLock { $0 } == 1)
        let beside = try await other.turn { turn in
            let next = try await TimerSweep(other.follower, lane: .second).run(in: turn)
            #expect(next == .again)
        }
        // What the first lane holds is still there for everybody else.
        #expect(try await Self.looks(scene, of: all) == (1...all).filter { $0 <= 100 || $0 > all - most })
        gate.open()
        let before = try await first.value
        #expect(try await Self.looks(scene, of: all) == Array(1...100))
        let rest = try await other.turn { turn in
            let next = try await TimerSweep(other.follower, lane: .second).run(in: turn)
            #expect(next == .whenRung)
        }

        #expect([before.count, beside.count, rest.count] == [most, most, 100])
        let told = (before + beside + rest).compactMap(\.headers.ticket)
        #expect(Set(told) == Set((1...all).map { UUID.numbered($0) }))
        #expect(try await scene.told().count == all)
        #expect(calls.withLock { $0 } == 1)
    }

    /// Numbers of the tickets that wait for a look.
    private static func looks(_ scene: Scene, of count: Int) async throws -> [Int] {
        let numbers = Dictionary(uniqueKeysWithValues: (1...count).map { (UUID.numbered($0), $0) })
        return try await scene.stage.rows("SELECT ticket_id FROM timer WHERE metric = 'ticket'")
            .compactMap { row in numbers[try row("ticket_id") as UUID] }.sorted()
    }
}
