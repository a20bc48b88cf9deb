/// p50, p99 and the largest of some seconds.
struct Figures: Sendable, Encodable {
    let count: Int
    let p50: Double
    let p99: Double
    let max: Double

    /// Nil without any value.
    init?(_ values: [Double]) {
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
