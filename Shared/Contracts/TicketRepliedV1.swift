public import FoundationEssentials

/// An agent answered the customer; the desk says so, *notifier* sends it, *sla-monitor* stops clocks.
public struct TicketRepliedV1: Message {
    /// Name and version on the wire.
    public static let name = "ticket.replied.v1"

    /// Row in `ticket`.
    public let ticketID: UUID
    /// Version of `ticket_state` after the change.
    public let version: Int
    /// The answer, row in `desk_entry`.
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
