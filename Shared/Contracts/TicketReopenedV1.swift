public import FoundationEssentials

/// Work goes on after a resolution; the desk or *intake* says so, all clocks and the dispatcher listen.
public struct TicketReopenedV1: Message {
    /// Name and version on the wire.
    public static let name = "ticket.reopened.v1"

    /// Row in `ticket`.
    public let ticketID: UUID
    /// Version of `ticket_state` after the change.
    public let version: Int
    /// The resolution cycle that begins, from 2.
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
