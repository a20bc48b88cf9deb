/// Versions of what a clock was counted by; "0" is built in.
public struct ClockStamp: Hashable, Comparable, Sendable {
    /// Version of the setup document `sla-policy`.
    public let policy: String
    /// Version of the setup document `calendars`.
    public let calendar: String

    /// The stamp of these versions.
    public init(policy: String, calendar: String) {
        self.policy = policy
        self.calendar = calendar
    }

    /// In the order in which the versions were loaded, policies first.
    public static func < (left: ClockStamp, right: ClockStamp) -> Bool {
        (Int(left.policy) ?? 0, Int(left.calendar) ?? 0) < (Int(right.policy) ?? 0, Int(right.calendar) ?? 0)
    }
}
