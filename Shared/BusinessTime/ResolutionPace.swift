/// How long like tickets took from their message to their solution, as an interval of open time.
///
/// The interval is the one of split conformal prediction: of n earlier durations and a new one that is like them, each
/// rank is equally likely, so between the ranks ⌊(n+1)·5 %⌋ and ⌈(n+1)·95 %⌉ the new one lies in 90 of 100 cases, whatever
/// the distribution (Vovk, Gammerman, Shafer, Algorithmic Learning in a Random World, 2005, chapter 2).
public struct ResolutionPace: Hashable, Sendable, Codable {
    /// Fewer durations than this say too little: both ends would be single tickets.
    public static let leastSamples = 40

    /// Open seconds that five of a hundred tickets needed less than.
    public let low: Int
    /// Open seconds that five of a hundred needed more than.
    public let high: Int
    /// Tickets that it was learned from.
    public let samples: Int

    /// The interval that holds nine of ten like durations; nil for fewer than ``leastSamples``.
    ///
    /// Durations are open seconds, in any order.
    public init?(seconds: [Int]) {
        guard seconds.count >= Self.leastSamples else { return nil }
        let sorted = seconds.sorted()
        // One in twenty lies before the interval, and as many behind it.
        let rank = (sorted.count + 1) / 20
        low = sorted[rank - 1]
        high = sorted[sorted.count - rank]
        samples = sorted.count
    }
}
