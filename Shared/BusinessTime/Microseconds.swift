import FoundationEssentials

/// An instant in whole microseconds since 1970, so that arithmetic is exact and replays are equal.
struct Microseconds: Comparable, Hashable {
    let value: Int

    static let perSecond = 1_000_000

    init(_ value: Int) {
        self.value = value
    }

    /// Rounds to the nearest microsecond; instants beyond about the year 10,000 are cut to it.
    init(_ date: Date) {
        let seconds = date.timeIntervalSince1970
        let bounded = seconds.isNaN ? 0 : min(max(seconds, -Self.bound), Self.bound)
        value = Int((bounded * 1e6).rounded())
    }

    init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let bounded = min(max(seconds, -Int64(Self.bound)), Int64(Self.bound))
        value = Int(bounded) * Self.perSecond + Int(attoseconds / 1_000_000_000_000)
    }

    var date: Date { Date(timeIntervalSince1970: Double(value) / 1e6) }

    var duration: Duration { .microseconds(value) }

    static func < (left: Microseconds, right: Microseconds) -> Bool { left.value < right.value }

    private static let bound = 2.6e11
}
