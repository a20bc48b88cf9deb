import Harness
import Proving

/// The faults of a run, one after another, all from one seed.
///
/// Kinds are dealt from a shuffled deck, so each comes once before any comes again.
struct FaultSchedule: Sendable {
    private let kinds: [FaultKind]
    private let rhythm: ClosedRange<Double>
    private var random: Seeded
    private var deck: [FaultKind] = []
    private var dealt = 0

    /// - Parameters:
    ///   - seed: the same seed gives the same faults.
    ///   - kinds: which faults there are.
    ///   - pause: seconds of quiet before each.
    init(seed: UInt64, kinds: [FaultKind], pause: ClosedRange<Double> = 3...6) {
        self.kinds = kinds
        rhythm = pause
        random = Seeded(seed)
    }

    /// The next fault; nil when there is no kind at all.
    mutating func next() -> PlannedFault? {
        if deck.isEmpty {
            deck = kinds.flatMap { Array(repeating: $0, count: $0.cards) }.shuffled(using: &random)
        }
        guard let kind = deck.popLast() else { return nil }
        dealt += 1
        return PlannedFault(
            number: dealt,
            kind: kind,
            pause: .milliseconds(Int64(Double.random(in: rhythm, using: &random) * 1_000)),
            lasts: .milliseconds(Int64(Double.random(in: kind.seconds, using: &random) * 1_000)),
            dice: random.next()
        )
    }
}
