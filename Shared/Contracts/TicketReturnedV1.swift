public import FoundationEssentials

/// A ticket was taken back from its agent; *dispatcher* says so, *notifier* listens.
public struct TicketReturnedV1: Message {
    /// Name and version on the wire.
    public static let name = "ticket.returned.v1"

    /// Row in `ticket`.
    public let ticketID: UUID
    /// Row in `assignment`, now ended.
    public let assignmentID: UUID
    /// The agent who had it.
    public let agentID: String
    /// Code: `away`, `silent`, `reassigned`, `escalated`, `handed_over`, `shift_end`.
    public let reason: String

    /// The ticket it is about.
    public var subjectID: UUID? { ticketID }

    /// A message with all its fields.
    public init(ticketID: UUID, assignmentID: UUID, agentID: String, reason: String) {
        self.ticketID = ticketID
        self.assignmentID = assignmentID
        self.agentID = agentID
        self.reason = reason
    }
}
