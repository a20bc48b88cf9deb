/// p50, p99 and the largest of some seconds.
public struct Figures: Sendable, Encodable {
    /// How many values there are.
    public let count: Int
    /// Half are not larger.
    public let p50: Double
    /// 99 of a hundred are not larger.
    public let p99: Double
    /// The largest.
    public let max: Double

    /// Nil without any value.
    public init?(_ values: [Double]) {
        let sorted = values.sorted()
        guard let last = sorted.last else { return nil }
        func rank(_ share: Double) -> Double {
            sorted[min(sorted.count - 1, Int((share * Double(sorted.count)).rounded(.up)) - 1)]
        }
        count = sorted.count
        p50 = rank(0.5)
        p99 = rank(0.99)
        max = last
    }
}
