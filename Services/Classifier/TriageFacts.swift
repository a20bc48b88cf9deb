import FoundationEssentials
import Triage

/// A message to judge, with the ticket it belongs to.
struct TriageFacts: Sendable {
    let ticketID: UUID
    let messageID: UUID
    let message: TriageMessage
}
