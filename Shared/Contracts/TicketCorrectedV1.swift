public import FoundationEssentials

/// A person said what a ticket is about; the desk says so, *classifier* makes it stand.
public struct TicketCorrectedV1: Message {
    /// Name and version on the wire.
    public static let name = "ticket.corrected.v1"

    /// Row in `ticket`.
    public let ticketID: UUID
    /// Row in `triage_correction`; the latest of the ticket counts, whichever message arrives last.
    public let correctionID: UUID
    /// The right category's wire name.
    public let category: String

    /// The ticket it is about.
    public var subjectID: UUID? { ticketID }

    /// A message with all its fields.
    public init(ticketID: UUID, correctionID: UUID, category: String) {
        self.ticketID = ticketID
        self.correctionID = correctionID
        self.category = category
    }
}
