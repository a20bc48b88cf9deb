public import FoundationEssentials

/// A share of a clock's budget is used up; *sla-monitor* says so once per share and deadline, *notifier* listens.
public struct SLAWarnedV1: Message {
    /// Name and version on the wire.
    public static let name = "sla.warned.v1"

    /// Row in `ticket`.
    public let ticketID: UUID
    /// Clock: `acknowledgement`, `first_response`, `next_response`, `resolution`, `progress`, `department`.
    public let metric: String
    /// Cycle of the clock, from 1.
    public let cycle: Int
    /// Share used, percent.
    public let share: Int
    /// The deadline.
    public let dueAt: Date
    /// Counts the deadlines this clock has had, from 1.
    public let deadlineVersion: Int

    /// The ticket it is about.
    public var subjectID: UUID? { ticketID }

    /// A message with all its fields.
    public init(ticketID: UUID, metric: String, cycle: Int, share: Int, dueAt: Date, deadlineVersion: Int) {
        self.ticketID = ticketID
        self.metric = metric
        self.cycle = cycle
        self.share = share
        self.dueAt = dueAt
        self.deadlineVersion = deadlineVersion
    }
}
