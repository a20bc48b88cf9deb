import Contracts
import FoundationEssentials
import Tickets
import Triage

/// A ticket's classification as it stands in the table.
struct TriageRow: Sendable, Equatable {
    let ticketID: UUID
    let category: String?
    let confidence: Double
    let language: String
    let priority: Priority
    let lane: Lane
    let sentiment: Sentiment
    let safety: Bool
    let rulesVersion: String
    /// Written by this very turn.
    let isNew: Bool
    /// The article that answers it; a raised ticket is announced without, because it is no simple question any more.
    var articleID: String?

    /// The announcement of this classification.
    func message(about ticketID: UUID) -> TicketClassifiedV1 {
        TicketClassifiedV1(
            ticketID: ticketID,
            category: category,
            confidence: confidence,
            language: language,
            priority: priority.rawValue,
            lane: lane,
            rulesVersion: rulesVersion,
            articleID: articleID
        )
    }

    /// The row after a later message, or `nil` when that message gives no reason to raise anything.
    func raised(by judgement: Judgement) -> TriageRow? {
        let priority = min(priority, judgement.priority)
        let sentiment = max(sentiment, judgement.sentiment)
        let safety = safety || judgement.safety
        guard priority != self.priority || sentiment != self.sentiment || safety != self.safety else { return nil }
        return TriageRow(
            ticketID: ticketID,
            category: category,
            confidence: confidence,
            language: language,
            priority: priority,
            lane: Lane(priority),
            sentiment: sentiment,
            safety: safety,
            rulesVersion: rulesVersion,
            isNew: false
        )
    }
}
