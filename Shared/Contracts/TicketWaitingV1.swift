public import FoundationEssentials

/// The ticket waits on somebody; the desk says so, *sla-monitor* pauses clocks.
public struct TicketWaitingV1: Message {
    /// Name and version on the wire.
    public static let name = "ticket.waiting.v1"

    /// Row in `ticket`.
    public let ticketID: UUID
    /// Version of `ticket_state` after the change.
    public let version: Int
    /// Code: `customer`, `parts`, `supplier`, `visit`, `agreed_date`.
    public let reason: String

    /// The ticket it is about.
    public var subjectID: UUID? { ticketID }

    /// A message with all its fields.
    public init(ticketID: UUID, version: Int, reason: String) {
        self.ticketID = ticketID
        self.version = version
        self.reason = reason
    }
}
