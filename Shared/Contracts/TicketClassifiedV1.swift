public import FoundationEssentials
public import Tickets

/// A ticket got its category, language and priority; *classifier* says so, *dispatcher* and *sla-monitor* listen.
public struct TicketClassifiedV1: Message {
    /// Name and version on the wire.
    public static let name = "ticket.classified.v1"

    /// Row in `ticket`.
    public let ticketID: UUID
    /// The chosen category's wire name; `nil` when the classifier abstained and a person decides.
    public let category: String?
    /// Confidence in the category, 0…1; that of the best candidate when it abstained.
    public let confidence: Double
    /// BCP 47 language, `und` when unknown.
    public let language: String
    /// 1 (most urgent) … 4.
    public let priority: Int
    /// Lane of everything that follows for this ticket.
    public let lane: Lane
    /// Version of the rules that decided.
    public let rulesVersion: String
    /// The knowledge article that answers the ticket's question; `nil` when none does with confidence.
    public let articleID: String?

    /// The ticket it is about.
    public var subjectID: UUID? { ticketID }

    /// A message with all its fields.
    public init(
        ticketID: UUID,
        category: String?,
        confidence: Double,
        language: String,
        priority: Int,
        lane: Lane,
        rulesVersion: String,
        articleID: String? = nil
    ) {
        self.ticketID = ticketID
        self.category = category
        self.confidence = confidence
        self.language = language
        self.priority = priority
        self.lane = lane
        self.rulesVersion = rulesVersion
        self.articleID = articleID
    }
}
