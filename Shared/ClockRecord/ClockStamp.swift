/// Versions of what a clock was counted by; "0" is built in.
public struct ClockStamp: Hashable, Sendable {
    /// Version of the setup document `sla-policy`.
    public let policy: String
    /// Version of the setup document `calendars`.
    public let calendar: String

    /// The stamp of these versions.
    public init(policy: String, calendar: String) {
        self.policy = policy
        self.calendar = calendar
    }
}
