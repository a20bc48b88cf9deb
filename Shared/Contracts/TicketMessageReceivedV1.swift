public import FoundationEssentials

/// The customer wrote again on a known ticket; *intake* says so, *sla-monitor*, *classifier* and *notifier* listen.
public struct TicketMessageReceivedV1: Message {
    /// Name and version on the wire.
    public static let name = "ticket.message-received.v1"

    /// Row in `ticket`.
    public let ticketID: UUID
    /// Row in `message`.
    public let messageID: UUID
    /// When the channel received it, clamped like `TicketOpenedV1.clockStart`.
    public let clockStart: Date
    /// Written by a machine: moves no clock.
    public let machine: Bool

    /// The ticket it is about.
    public var subjectID: UUID? { ticketID }

    /// A message with all its fields.
    public init(ticketID: UUID, messageID: UUID, clockStart: Date, machine: Bool) {
        self.ticketID = ticketID
        self.messageID = messageID
        self.clockStart = clockStart
        self.machine = machine
    }
}
