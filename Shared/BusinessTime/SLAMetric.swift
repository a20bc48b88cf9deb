/// What an SLA clock measures.
public enum SLAMetric: String, Codable, CaseIterable, Hashable, Sendable {
    /// Until the customer knows that the message arrived.
    case acknowledgement
    /// Until a person first answers.
    case firstResponse = "first_response"
    /// Until a person answers the oldest unanswered message.
    case nextResponse = "next_response"
    /// Until the ticket is resolved.
    case resolution
    /// Until the customer hears of the ticket again.
    case progress
    /// How long one team may have the ticket before it is solved or goes on.
    case department
}
