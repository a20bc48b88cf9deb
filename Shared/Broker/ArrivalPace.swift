/// How fast messages are being taken: tells whether it is worth waiting for more.
struct ArrivalPace: Sendable {
    /// Time after which an older pace counts for nothing.
    private static let memory = Duration.milliseconds(200)
    /// Fewer messages than this to come are not worth their wait.
    private static let least = 3.0

    private var perSecond = 0.0
    private var last: ContinuousClock.Instant?

    /// A batch of `count` was taken.
    mutating func took(_ count: Int, at now: ContinuousClock.Instant) {
        defer { last = now }
        guard let last else { return }
        let gap = max(last.duration(to: now), .milliseconds(1))
        let weight = min(1, gap / Self.memory)
        perSecond += weight * (Double(count) / (gap / .seconds(1)) - perSecond)
    }

    /// Whether enough messages can be expected within `linger`.
    func isWorth(_ linger: Duration) -> Bool {
        expected(within: linger) >= Self.least
    }

    /// Messages to be expected within a time.
    func expected(within time: Duration) -> Double {
        perSecond * (time / .seconds(1))
    }
}
