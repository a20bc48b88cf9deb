public import Tickets

/// What triage makes of one message, with its reasons.
public struct Judgement: Sendable, Equatable {
    /// Who chose the category.
    public enum Decider: String, Codable, Sendable, CaseIterable {
        /// Preset rules that were sure of it.
        case rules
        /// The trained model, which was sure enough.
        case model
        /// Nobody was sure enough: a person decides.
        case person
    }

    /// The category; `nil` when a person decides.
    public let category: Category?
    /// Who chose it.
    public let decider: Decider
    /// Confidence in the first candidate, 0…1.
    public let confidence: Double
    /// The best categories, at most three, best first.
    public let candidates: [TriageOutcome.Candidate]
    /// BCP 47 tag of the language, `und` when nothing tells.
    public let language: String
    /// 0…1.
    public let languageConfidence: Double
    /// How soon it matters.
    public let urgency: Urgency
    /// How many it touches.
    public let impact: Impact
    /// From both, and from what raises it.
    public let priority: Priority
    /// The tone.
    public let sentiment: Sentiment
    /// Whether people may be in danger.
    public let safety: Bool
    /// Version of the rules, `none` without any.
    public let rulesVersion: String
    /// Version of the model; `nil` without one.
    public let modelVersion: String?
    /// Rules that held, and the words that spoke most for the model's first candidate.
    public internal(set) var evidence: [TriageOutcome.Evidence]
    /// The knowledge article that answers it with confidence.
    public var article: ArticleAnswer?
    /// What the model in the shadow makes of it; `nil` without one, and where the rules were sure.
    public let shadow: ShadowGuess?

    /// The lane in which the ticket travels.
    public var lane: Lane { Lane(priority) }
}
