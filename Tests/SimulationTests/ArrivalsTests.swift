import FoundationEssentials
import Testing

@testable import Simulation

@Suite("The simulation's organisation")
struct ArrivalsTests {
    @Test("customers write in their own morning, and hardly at night")
    func mornings() throws {
        let arrivals = Arrivals(Self.plan(days: 7), countries: try Country.all()).all
        let hours = arrivals.map { Int($0.customer.country.hour($0.at)) }

        #expect((1_800...2_400).contains(arrivals.count))
        #expect(hours.count { (8..<12).contains($0) } > 4 * hours.count { (0..<6).contains($0) })
        #expect(Set(arrivals.map(\.customer.level)) == ["standard", "premium", "vip"])
        #expect(Set(arrivals.map(\.customer.country.code)).count == 11)
    }

    @Test("the same seed brings the same messages")
    func seeded() throws {
        let (one, same) = (
            Arrivals(Self.plan(), countries: try Country.all()), Arrivals(Self.plan(), countries: try Country.all())
        )
        let other = Arrivals(Self.plan(seed: 2), countries: try Country.all())

        #expect(one.all.map(\.at) == same.all.map(\.at))
        #expect(one.all.map(\.at) != other.all.map(\.at))
    }

    @Test("a diary gives what is due, in order of time")
    func diary() {
        var diary = Diary<Int>()
        for number in [5, 1, 4, 2, 3] { diary.add(number, at: Specimen.at(Double(number))) }
        var given: [Int] = []

        while let (_, number) = diary.next(by: Specimen.at(4)) { given.append(number) }

        #expect(given == [1, 2, 3, 4])
        #expect(diary.next(by: Specimen.at(5))?.entry == 5)
        #expect(diary.isEmpty)
    }

    static func plan(seed: UInt64 = 1, days: Double = 1) -> RunPlan {
        RunPlan(
            seed: seed,
            start: Date(timeIntervalSince1970: 1_792_368_000),
            days: days,
            rate: 600,
            ticketsPerDay: 300,
            patience: 3,
            checkEvery: 1,
            restart: .none,
            history: nil,
            keepsLogs: false
        )
    }
}
