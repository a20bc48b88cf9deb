/// When to try again: full jitter under a cap that doubles to 1 s.
///
/// From the fifth failure in a row on the wait is at least half a second, so no outage sees more than two attempts a
/// second, and a broker that is back is noticed within one.
struct Backoff: Sendable {
    private static let cap = Duration.seconds(1)
    private static let base = Duration.milliseconds(100)
    private var failures = 0

    mutating func succeeded() {
        failures = 0
    }

    /// Counts a failure and says how long to wait.
    mutating func failed(using random: inout some RandomNumberGenerator) -> Duration {
        failures += 1
        let ceiling = min(Self.cap, Self.base * (1 << min(failures, 10)))
        let floor: Duration = failures > 4 ? .milliseconds(500) : .zero
        return floor + (ceiling - floor) * Double.random(in: 0...1, using: &random)
    }

    mutating func failed() -> Duration {
        var random = SystemRandomNumberGenerator()
        return failed(using: &random)
    }
}
