public import FoundationEssentials

/// A person wants the ticket with somebody else; the desk asks, *dispatcher* acts.
public struct TicketReassignRequestedV1: Message {
    /// Name and version on the wire.
    public static let name = "ticket.reassign-requested.v1"

    /// Row in `ticket`.
    public let ticketID: UUID
    /// Wanted agent; `nil` lets the dispatcher choose another.
    public let agentID: String?
    /// Wanted team, the only one that may have it from now on; `nil` leaves that as it is.
    public let teamID: String?
    /// Who asked.
    public let actor: String

    /// The ticket it is about.
    public var subjectID: UUID? { ticketID }

    /// A message with all its fields.
    public init(ticketID: UUID, agentID: String?, teamID: String? = nil, actor: String) {
        self.ticketID = ticketID
        self.agentID = agentID
        self.teamID = teamID
        self.actor = actor
    }
}
