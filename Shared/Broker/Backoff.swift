/// When to try again: full jitter under a cap that doubles to 2 s.
///
/// From the fifth failure in a row on the wait is at least 1 s, so no outage sees more than one attempt a second.
struct Backoff: Sendable {
    private static let cap = Duration.seconds(2)
    private static let base = Duration.milliseconds(100)
    private var failures = 0

    mutating func succeeded() {
        failures = 0
    }

    /// Counts a failure and says how long to wait.
    mutating func failed(using random: inout some RandomNumberGenerator) -> Duration {
        failures += 1
        let ceiling = min(Self.cap, Self.base * (1 << min(failures, 10)))
        let floor: Duration = failures > 4 ? .seconds(1) : .zero
        return floor + (ceiling - floor) * Double.random(in: 0...1, using: &random)
    }

    mutating func failed() -> Duration {
        var random = SystemRandomNumberGenerator()
        return failed(using: &random)
    }
}
