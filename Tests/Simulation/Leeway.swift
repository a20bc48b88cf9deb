import FoundationEssentials

/// How long the product may take to notice something: machine time, counted on the product's clock.
struct Leeway: Sendable {
    /// Ordinary time.
    let slack: Double
    /// Times in which workers were replaced, or the machine stood still.
    var outages: [ClosedRange<Date>] = []

    /// The time from an instant on: what falls into an outage, or just after it, has until a while after its end.
    func time(from instant: Date) -> Double {
        var end = instant.addingTimeInterval(slack)
        for outage in outages.sorted(by: { $0.lowerBound < $1.lowerBound })
        where outage.lowerBound <= end && outage.upperBound >= instant {
            end = max(end, outage.upperBound.addingTimeInterval(slack))
        }
        return end.timeIntervalSince(instant)
    }
}
