/// Two judges of the same texts: whether one is right more often than chance would have it.
///
/// McNemar's test in its exact form (McNemar, Note on the Sampling Error of the Difference Between Correlated Proportions or
/// Percentages, 1947): only texts count on which one is right and the other wrong; were both equally good, each of them would
/// fall to either with probability ½.
public struct PairedComparison: Sendable, Hashable {
    /// What can be said of the second judge.
    public enum Verdict: String, Sendable {
        /// Right more often.
        case better
        /// Right less often.
        case worse
        /// The difference may be chance.
        case notDistinguishable = "not_distinguishable"
    }

    /// Largest probability of chance at which a difference counts.
    public static let level = 0.05

    /// Texts on which only the first is right.
    public var onlyFirst: Int
    /// Texts on which only the second is right.
    public var onlySecond: Int

    /// A comparison of so many differences.
    public init(onlyFirst: Int = 0, onlySecond: Int = 0) {
        self.onlyFirst = onlyFirst
        self.onlySecond = onlySecond
    }

    /// How likely chance alone makes a difference at least as large, to either side.
    public var probability: Double {
        let (count, fewer) = (onlyFirst + onlySecond, min(onlyFirst, onlySecond))
        guard onlyFirst != onlySecond else { return 1 }
        var term = Self.binomial(fewer, of: count)
        var sum = term
        for successes in stride(from: fewer - 1, through: 0, by: -1) {
            term *= Double(successes + 1) / Double(count - successes)
            sum += term
        }
        return min(1, 2 * sum)
    }

    /// What can be said of the second.
    public var verdict: Verdict {
        guard probability < Self.level else { return .notDistinguishable }
        return onlySecond > onlyFirst ? .better : .worse
    }

    /// Probability of so many heads; halvings go between the factors, so that nothing overflows.
    private static func binomial(_ heads: Int, of count: Int) -> Double {
        var (value, halvings) = (1.0, count)
        for step in stride(from: 1, through: heads, by: 1) {
            value *= Double(count - heads + step) / Double(step)
            while value > 1, halvings > 0 {
                value /= 2
                halvings -= 1
            }
        }
        while halvings > 0, value > 0 {
            value /= 2
            halvings -= 1
        }
        return value
    }
}
