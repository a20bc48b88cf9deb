public import FoundationEssentials

/// A person wants the ticket with somebody else; the desk asks, *dispatcher* acts.
public struct TicketReassignRequestedV1: Message {
    /// Name and version on the wire.
    public static let name = "ticket.reassign-requested.v1"

    /// Row in `ticket`.
    public let ticketID: UUID
    /// Wanted agent; `nil` lets the dispatcher choose another.
    public let agentID: String?
    /// Who asked.
    public let actor: String

    /// The ticket it is about.
    public var subjectID: UUID? { ticketID }

    /// A message with all its fields.
    public init(ticketID: UUID, agentID: String?, actor: String) {
        self.ticketID = ticketID
        self.agentID = agentID
        self.actor = actor
    }
}
