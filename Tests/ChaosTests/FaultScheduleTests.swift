import Testing

@testable import Chaos

@Suite("Fault schedule")
struct FaultScheduleTests {
    @Test("the same seed brings the same faults")
    func repeatable() {
        #expect(Self.faults(200, seed: 7) == Self.faults(200, seed: 7))
        #expect(Self.faults(200, seed: 7) != Self.faults(200, seed: 8))
    }

    @Test("every kind comes before any kind comes again")
    func complete() {
        let deck = FaultKind.allCases.map(\.cards).reduce(0, +)

        let dealt = Self.faults(deck, seed: 3).map(\.kind)

        #expect(Set(dealt) == Set(FaultKind.allCases))
    }

    @Test("no kinds make no faults")
    func nothing() {
        var schedule = FaultSchedule(seed: 1, kinds: [])

        #expect(schedule.next() == nil)
    }

    @Test("a fault nobody knows is named with those that are known")
    func unknown() {
        #expect(throws: ChaosError.self) { try FaultKind.list("kill-worker,earthquake") }
        #expect((try? FaultKind.list("kill-worker,scale")) == [.killWorker, .scale])
    }

    private static func faults(_ count: Int, seed: UInt64) -> [PlannedFault] {
        var schedule = FaultSchedule(seed: seed, kinds: FaultKind.allCases)
        return (0..<count).compactMap { _ in schedule.next() }
    }
}
