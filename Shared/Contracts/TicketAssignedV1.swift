public import FoundationEssentials

/// An agent got the ticket; *dispatcher* says so, *notifier* listens.
public struct TicketAssignedV1: Message {
    /// Name and version on the wire.
    public static let name = "ticket.assigned.v1"

    /// Row in `ticket`.
    public let ticketID: UUID
    /// Row in `assignment`.
    public let assignmentID: UUID
    /// Key in `agent`.
    public let agentID: String
    /// Key in `team`.
    public let teamID: String

    /// The ticket it is about.
    public var subjectID: UUID? { ticketID }

    /// A message with all its fields.
    public init(ticketID: UUID, assignmentID: UUID, agentID: String, teamID: String) {
        self.ticketID = ticketID
        self.assignmentID = assignmentID
        self.agentID = agentID
        self.teamID = teamID
    }
}
