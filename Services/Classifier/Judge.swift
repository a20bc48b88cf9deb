import FoundationEssentials
import Tickets
import Triage

/// Turns what is known about a message into a judgement: pure, and the same for the same facts and rules.
struct Judge: Sendable {
    let identifier: LanguageIdentifier
    let characters: Int

    /// Judges one message; without rules it finds the language and abstains from the rest.
    func judge(_ facts: TriageFacts, by classifier: TriageClassifier?) -> Judgement {
        let body = String(facts.body.prefix(characters))
        let text = [facts.subject, body].compactMap { $0 }.joined(separator: "\n")
        let language = identifier.identify(
            text,
            prior: LanguagePrior(locale: facts.locale, earlier: facts.earlierLanguage)
        )
        let outcome = classifier?.classify(subject: facts.subject, body: body, language: language.code)
        let urgency = outcome?.urgency ?? .medium
        let impact = outcome?.impact ?? .one
        var raises: Set<PriorityRaise> = []
        if facts.customerLevel == "vip" { raises.insert(.vip) }
        if outcome?.safety == true { raises.insert(.safety) }
        return Judgement(
            category: outcome?.category,
            confidence: outcome?.confidence ?? 0,
            candidates: outcome?.candidates ?? [],
            language: language.code,
            languageConfidence: language.confidence,
            urgency: urgency,
            impact: impact,
            priority: Priority(urgency: urgency, impact: impact, raises: raises),
            sentiment: outcome?.sentiment ?? .neutral,
            safety: outcome?.safety ?? false,
            rulesVersion: classifier?.version ?? "none",
            evidence: outcome?.evidence ?? []
        )
    }
}

/// What a judgement starts from.
struct TriageFacts: Sendable {
    let ticketID: UUID
    let messageID: UUID
    let subject: String?
    let body: String
    let locale: String?
    /// Language of the customer's earlier tickets, newest first.
    let earlierLanguage: String?
    let customerLevel: String
}

/// What the classifier thinks of one message.
struct Judgement: Sendable, Equatable {
    let category: Tickets.Category?
    let confidence: Double
    let candidates: [TriageOutcome.Candidate]
    let language: String
    let languageConfidence: Double
    let urgency: Urgency
    let impact: Impact
    let priority: Priority
    let sentiment: Sentiment
    let safety: Bool
    let rulesVersion: String
    let evidence: [TriageOutcome.Evidence]

    var lane: Lane { Lane(priority) }
}
