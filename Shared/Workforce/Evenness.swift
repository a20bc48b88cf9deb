/// How evenly something is spread.
public enum Evenness {
    /// The Gini coefficient: 0 when all have the same, towards 1 when one has everything; 0 for nothing.
    public static func gini(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let sum = sorted.reduce(0, +)
        guard sum > 0 else { return 0 }
        let count = Double(sorted.count)
        let weighted = sorted.enumerated().reduce(0) { $0 + (2 * Double($1.offset + 1) - count - 1) * $1.element }
        return weighted / (count * sum)
    }

    /// The value that a share of all does not exceed (nearest rank); nil for none.
    public static func quantile(_ share: Double, of values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let rank = Int((share * Double(sorted.count)).rounded(.up))
        return sorted[min(max(rank, 1), sorted.count) - 1]
    }
}
