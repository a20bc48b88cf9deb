public import FoundationEssentials

/// What the ticket waited for has happened; the desk says so, *sla-monitor* lets clocks go on.
public struct TicketResumedV1: Message {
    /// Name and version on the wire.
    public static let name = "ticket.resumed.v1"

    /// Row in `ticket`.
    public let ticketID: UUID
    /// Version of `ticket_state` after the change.
    public let version: Int

    /// The ticket it is about.
    public var subjectID: UUID? { ticketID }

    /// A message with all its fields.
    public init(ticketID: UUID, version: Int) {
        self.ticketID = ticketID
        self.version = version
    }
}
