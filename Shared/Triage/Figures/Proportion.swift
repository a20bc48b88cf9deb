/// So many of so many, with how far the share may be from the truth.
public struct Proportion: Sendable, Hashable {
    /// Those that count.
    public var hits: Int
    /// All.
    public var count: Int

    /// So many of so many.
    public init(_ hits: Int = 0, of count: Int = 0) {
        self.hits = hits
        self.count = count
    }

    /// 0…1; 0 of none.
    public var share: Double { count == 0 ? 0 : Double(hits) / Double(count) }

    /// Half the width of the interval that holds the true share in 95 of 100 samples; 1 of none.
    ///
    /// Wilson, Probable Inference, the Law of Succession, and Statistical Inference, 1927.
    public var halfWidth: Double {
        guard count > 0 else { return 1 }
        let (n, p, z) = (Double(count), share, 1.96)
        return z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    }

    /// Counts one more.
    public mutating func add(_ hits: Bool) {
        self.hits += hits ? 1 : 0
        count += 1
    }

    /// Both together.
    public static func + (left: Proportion, right: Proportion) -> Proportion {
        Proportion(left.hits + right.hits, of: left.count + right.count)
    }
}
