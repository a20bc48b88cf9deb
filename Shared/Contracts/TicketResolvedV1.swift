public import FoundationEssentials

/// The problem is solved; the desk says so, *sla-monitor*, *notifier*, *survey* and *dispatcher* listen.
public struct TicketResolvedV1: Message {
    /// Name and version on the wire.
    public static let name = "ticket.resolved.v1"

    /// Row in `ticket`.
    public let ticketID: UUID
    /// Version of `ticket_state` after the change.
    public let version: Int
    /// Resolution cycle, from 1; a reopened ticket starts the next.
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
