public import FoundationEssentials

/// Everything a ticket's deadlines depend on.
public struct SLAFacts: Sendable {
    /// When the ticket was made.
    public var openedAt: Date
    /// When the customer's message reached us, as the channel says.
    public var receivedAt: Date
    /// What the policy's rules look at.
    public var subject: SLASubject
    /// The policy in force.
    public var policy: SLAPolicy
    /// The calendar that business minutes are counted in.
    public var calendar: WorkCalendar
    /// The ledger in commit order; an instant before its predecessor's counts as the predecessor's.
    public var events: [SLAEvent]

    /// Facts for ``SLAClocks``.
    public init(
        openedAt: Date,
        receivedAt: Date,
        subject: SLASubject,
        policy: SLAPolicy,
        calendar: WorkCalendar,
        events: [SLAEvent]
    ) {
        self.openedAt = openedAt
        self.receivedAt = receivedAt
        self.subject = subject
        self.policy = policy
        self.calendar = calendar
        self.events = events
    }

    /// The instant at which the first clocks start: the receipt, cut to the 72 hours before the opening.
    public var startsAt: Date {
        min(max(receivedAt, openedAt.addingTimeInterval(-72 * 3_600)), openedAt)
    }
}
