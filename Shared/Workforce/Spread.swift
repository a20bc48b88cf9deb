/// Times of which most are short and few are very long: a log-normal distribution, told by two of its quantiles.
public struct Spread: Hashable, Sendable {
    /// Half of the times are not longer.
    public let median: Double
    /// Nine of ten are not longer.
    public let p90: Double

    /// A spread; both in the same unit, above 0, and `p90` not below the median.
    public init(median: Double, p90: Double) {
        self.median = max(median, 1e-9)
        self.p90 = max(p90, self.median)
    }

    /// The mean of all times.
    public var mean: Double { median * Numbers.exponential(deviation * deviation / 2) }

    /// Standard deviation of the logarithm.
    var deviation: Double { Numbers.logarithm(p90 / median) / Self.normal90 }

    /// One time, at most some twenty times the deviation's reach.
    func draw(_ chance: inout Chance) -> Double {
        median * Numbers.exponential(deviation * min(max(chance.deviate(), -4), 4))
    }

    /// The 90 % quantile of the standard normal distribution.
    private static let normal90 = 1.281_551_565_544_600_4
}
