public import BusinessTime

/// What clocks are counted by.
public struct ClockTargets: Sendable {
    /// The rules.
    public var policy: SLAPolicy
    /// The working calendars.
    public var calendars: Calendars
    /// The versions of both.
    public var stamp: ClockStamp

    /// Targets of these versions.
    public init(policy: SLAPolicy, calendars: Calendars, stamp: ClockStamp) {
        self.policy = policy
        self.calendars = calendars
        self.stamp = stamp
    }

    /// What counts in an installation that loaded none.
    public static let builtIn = ClockTargets(
        policy: .standard,
        calendars: .builtIn,
        stamp: ClockStamp(policy: "0", calendar: "0")
    )
}
