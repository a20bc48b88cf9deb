public import FoundationEssentials

/// A solution was proposed; the desk says so, *notifier* asks the customer, *sla-monitor* pauses.
public struct TicketProposedV1: Message {
    /// Name and version on the wire.
    public static let name = "ticket.proposed.v1"

    /// Row in `ticket`.
    public let ticketID: UUID
    /// Version of `ticket_state` after the change.
    public let version: Int
    /// The proposal, row in `desk_entry`.
    public let entryID: UUID

    /// The ticket it is about.
    public var subjectID: UUID? { ticketID }

    /// A message with all its fields.
    public init(ticketID: UUID, version: Int, entryID: UUID) {
        self.ticketID = ticketID
        self.version = version
        self.entryID = entryID
    }
}
