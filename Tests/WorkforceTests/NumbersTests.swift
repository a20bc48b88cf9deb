import Testing

@testable import Workforce

@Suite("Numbers and chance")
struct NumbersTests {
    @Test("powers and logarithms are exact to the last digits but two")
    func exact() {
        #expect(abs(Numbers.exponential(1) - 2.718_281_828_459_045) < 1e-14)
        #expect(abs(Numbers.logarithm(10) - 2.302_585_092_994_046) < 1e-14)
        for power in stride(from: -700.0, through: 700, by: 7.3) {
            #expect(abs(Numbers.logarithm(Numbers.exponential(power)) - power) < 1e-11 * max(1, power.magnitude))
        }
        #expect(Numbers.exponential(-1_000) == 0)
        #expect(Numbers.exponential(1_000) == .infinity)
        #expect(Numbers.logarithm(0) == -.infinity)
    }

    @Test("a spread has the median, the nine tenths and the mean it says")
    func spread() throws {
        let spread = Spread(median: 30, p90: 120)
        var chance = Chance(7)
        let times = (0..<20_000).map { _ in spread.draw(&chance) }

        let median = try #require(Evenness.quantile(0.5, of: times))
        let p90 = try #require(Evenness.quantile(0.9, of: times))
        let mean = times.reduce(0, +) / Double(times.count)
        #expect(abs(median - 30) < 1)
        #expect(abs(p90 - 120) < 5)
        #expect(abs(mean - spread.mean) < 2, "\(mean) \(spread.mean)")
        #expect(abs(spread.mean - 53.87) < 0.1, "\(spread.mean)")
    }

    @Test("evenness is 0 for equals, and near 1 when one has everything")
    func evenness() {
        #expect(Evenness.gini([3, 3, 3]) == 0)
        #expect(Evenness.gini([]) == 0)
        #expect(abs(Evenness.gini([0, 0, 0, 8]) - 0.75) < 1e-12)
        #expect(abs(Evenness.gini([1, 2, 3, 4]) - 0.25) < 1e-12)
    }
}
