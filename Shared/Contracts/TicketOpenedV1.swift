public import FoundationEssentials

/// A customer's message made a new ticket; *intake* says so, *classifier* and *sla-monitor* listen.
public struct TicketOpenedV1: Message {
    /// Name and version on the wire.
    public static let name = "ticket.opened.v1"

    /// Row in `ticket`.
    public let ticketID: UUID
    /// The message that opened it, row in `message`.
    public let messageID: UUID
    /// Row in `customer`.
    public let customerID: UUID
    /// Instant from which clocks count: when the channel received the message, at most 72 h before it arrived here.
    public let clockStart: Date
    /// Written by a machine: stored, never answered, moves no clock.
    public let machine: Bool

    /// The ticket it is about.
    public var subjectID: UUID? { ticketID }

    /// A message with all its fields.
    public init(ticketID: UUID, messageID: UUID, customerID: UUID, clockStart: Date, machine: Bool) {
        self.ticketID = ticketID
        self.messageID = messageID
        self.customerID = customerID
        self.clockStart = clockStart
        self.machine = machine
    }
}
