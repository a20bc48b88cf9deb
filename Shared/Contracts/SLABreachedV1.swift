public import FoundationEssentials

/// A deadline has passed; *sla-monitor* says so once per level and deadline, *notifier* and *dispatcher* listen.
public struct SLABreachedV1: Message {
    /// Name and version on the wire.
    public static let name = "sla.breached.v1"

    /// Row in `ticket`.
    public let ticketID: UUID
    /// Clock, as in `SLAWarnedV1`.
    public let metric: String
    /// Cycle of the clock, from 1.
    public let cycle: Int
    /// Step of the escalation chain, from 1.
    public let level: Int
    /// Role to tell: `agent`, `lead`, `manager`.
    public let role: String
    /// The deadline that passed.
    public let dueAt: Date
    /// Counts the deadlines this clock has had, from 1.
    public let deadlineVersion: Int

    /// The ticket it is about.
    public var subjectID: UUID? { ticketID }

    /// A message with all its fields.
    public init(
        ticketID: UUID,
        metric: String,
        cycle: Int,
        level: Int,
        role: String,
        dueAt: Date,
        deadlineVersion: Int
    ) {
        self.ticketID = ticketID
        self.metric = metric
        self.cycle = cycle
        self.level = level
        self.role = role
        self.dueAt = dueAt
        self.deadlineVersion = deadlineVersion
    }
}
