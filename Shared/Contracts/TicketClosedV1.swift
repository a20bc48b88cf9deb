public import FoundationEssentials

/// The ticket is finished; the desk says so, *sla-monitor*, *notifier* and *dispatcher* listen.
public struct TicketClosedV1: Message {
    /// Name and version on the wire.
    public static let name = "ticket.closed.v1"

    /// Row in `ticket`.
    public let ticketID: UUID
    /// Version of `ticket_state` after the change.
    public let version: Int
    /// Resolution cycle, from 1.
    public let cycle: Int

    /// The ticket it is about.
    public var subjectID: UUID? { ticketID }

    /// A message with all its fields.
    public init(ticketID: UUID, version: Int, cycle: Int) {
        self.ticketID = ticketID
        self.version = version
        self.cycle = cycle
    }
}
