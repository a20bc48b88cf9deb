import Testing
import Triage

@Suite("Figures")
struct FigureTests {
    @Test(
        "the chance behind a difference is the binomial's, to both sides",
        arguments: [
            (0, 0, 1.0), (5, 5, 1), (1, 9, 0.021_484_375), (9, 1, 0.021_484_375), (0, 6, 0.031_25),
            (40, 60, 0.056_887_933),
        ]
    )
    func chance(first: Int, second: Int, probability: Double) {
        let pair = PairedComparison(onlyFirst: first, onlySecond: second)

        #expect(abs(pair.probability - probability) < 1e-8)
    }

    @Test("many differences neither overflow nor vanish")
    func many() {
        #expect(abs(PairedComparison(onlyFirst: 5_000, onlySecond: 5_001).probability - 1) < 0.01)
        #expect(PairedComparison(onlyFirst: 4_000, onlySecond: 6_000).probability < 1e-80)
        #expect(PairedComparison(onlyFirst: 0, onlySecond: 100_000).probability == 0)
    }

    @Test("only a difference beyond chance makes one better or worse")
    func verdicts() {
        #expect(PairedComparison(onlyFirst: 1, onlySecond: 9).verdict == .better)
        #expect(PairedComparison(onlyFirst: 9, onlySecond: 1).verdict == .worse)
        #expect(PairedComparison(onlyFirst: 2, onlySecond: 7).verdict == .notDistinguishable)
    }

    @Test("an interval narrows with the count and never closes at none or all")
    func intervals() {
        #expect(abs(Proportion(81, of: 263).halfWidth - 0.0554) < 0.0005)
        #expect(Proportion(10, of: 10).halfWidth > 0.1)
        #expect(Proportion().halfWidth == 1)
    }

    @Test("divergence is 0 of equal shares, 1 of nothing in common, the same both ways")
    func divergence() {
        let (first, second) = (["a": 10, "b": 30], ["a": 300, "b": 100])

        #expect(Drift.divergence(first, ["a": 100, "b": 300]) < 1e-12)
        #expect(abs(Drift.divergence(["a": 5], ["b": 9]) - 1) < 1e-12)
        #expect(abs(Drift.divergence(first, second) - Drift.divergence(second, first)) < 1e-12)
        #expect(abs(Drift.divergence(first, second) - 0.188_721_875) < 1e-8)
    }

    @Test("chance alone does not alarm, in seventeen languages")
    func quiet() throws {
        var random = Draws(state: 7)
        var largest = 0.0
        for _ in 0..<200 {
            let drift = try #require(Drift(from: random.sample(of: Drift.least), to: random.sample(of: Drift.least)))
            largest = max(largest, drift.language, drift.category)
        }

        #expect(largest < Drift.bound, "\(largest)")
    }

    @Test("other tickets alarm, and too few say nothing")
    func moved() throws {
        var (before, after) = (Drift.Sample(), Drift.Sample())
        before.add(200, category: "billing", language: "en", confidence: 180)
        before.add(200, category: "policy", language: "en", confidence: 180)
        after.add(370, category: "billing", language: "en", confidence: 333)
        after.add(30, category: "policy", language: "en", confidence: 27)
        var few = Drift.Sample()
        few.add(Drift.least - 1, category: "policy", language: "en", confidence: 9)
        var unsure = before
        unsure.confidence -= 40

        #expect(try #require(Drift(from: before, to: after)).isAlarming)
        #expect(try #require(Drift(from: before, to: unsure)).isAlarming)
        #expect(Drift(from: before, to: few) == nil)
    }
}

/// Random numbers that repeat (a linear congruence of Knuth's).
private struct Draws {
    var state: UInt64

    mutating func sample(of count: Int) -> Drift.Sample {
        var sample = Drift.Sample()
        for _ in 0..<count {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            sample.add(1, category: "c\((state >> 33) % 10)", language: "l\((state >> 40) % 17)", confidence: 0.9)
        }
        return sample
    }
}
