import FoundationEssentials
import Postgres
import Tickets
import Triage
import WorkerKit

/// A new ticket's row, as it is written: what was judged without the text it was judged by.
struct TriageEntry: Sendable {
    let messageID: UUID
    /// How it stands once it is inserted.
    let row: TriageRow
    let languageConfidence: Double
    let urgency: Urgency
    let impact: Impact
    let decider: Judgement.Decider
    let modelVersion: String?
    let candidates: JSONText
    let evidence: JSONText
    let extracted: JSONText
    let extractionVersion: Int?
    let article: ArticleAnswer?
    let shadow: ShadowGuess?
    /// What the ledger keeps.
    let line: LedgerEntry

    init(_ facts: TriageFacts, _ judgement: Judgement, _ numbers: TicketNumbers, at now: Date) throws {
        messageID = facts.messageID
        row = TriageRow(
            ticketID: facts.ticketID,
            category: judgement.category?.rawValue,
            confidence: judgement.confidence,
            language: judgement.language,
            priority: judgement.priority,
            lane: judgement.lane,
            sentiment: judgement.sentiment,
            safety: judgement.safety,
            rulesVersion: judgement.rulesVersion,
            isNew: true,
            articleID: judgement.article?.id
        )
        languageConfidence = judgement.languageConfidence
        urgency = judgement.urgency
        impact = judgement.impact
        decider = judgement.decider
        modelVersion = judgement.modelVersion
        candidates = try JSONText(encoding: judgement.candidates)
        evidence = try JSONText(encoding: judgement.evidence)
        extracted = try JSONText(encoding: numbers.found)
        extractionVersion = numbers.version
        article = judgement.article
        shadow = judgement.shadow
        line = try LedgerEntry(
            ticketID: facts.ticketID,
            at: now,
            kind: "classified",
            actor: "system:classifier",
            data: ClassifiedRecord(judgement)
        )
    }
}
