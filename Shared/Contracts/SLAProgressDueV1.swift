public import FoundationEssentials

/// The customer has heard nothing for the policy's time; *sla-monitor* says so, *notifier* reports progress.
public struct SLAProgressDueV1: Message {
    /// Name and version on the wire.
    public static let name = "sla.progress-due.v1"

    /// Row in `ticket`.
    public let ticketID: UUID
    /// Counts the reports, from 1.
    public let cycle: Int
    /// When the report was due.
    public let dueAt: Date

    /// The ticket it is about.
    public var subjectID: UUID? { ticketID }

    /// A message with all its fields.
    public init(ticketID: UUID, cycle: Int, dueAt: Date) {
        self.ticketID = ticketID
        self.cycle = cycle
        self.dueAt = dueAt
    }
}
