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

    /// Whether some rule has clocks that depend on who has the ticket.
    public var followAssignments: Bool { policy.rules.contains { $0.targets.follows(.assigned) } }

    /// Kinds of the ledger's lines that its clocks depend on, as few as possible.
    public var ledgerKinds: [String] {
        let follow = (
            classes: policy.rules.contains { $0.targets.follows(.classified) }, assignments: followAssignments
        )
        return LedgerLine.kinds.filter { kind in
            switch kind {
            case "classified": follow.classes
            case "assigned": follow.assignments
            default: true
            }
        }
    }

    /// What counts in an installation that loaded none.
    public static let builtIn = ClockTargets(
        policy: .standard,
        calendars: .builtIn,
        stamp: ClockStamp(policy: "0", calendar: "0")
    )
}
