public import Tickets

/// What the rules made of one message, with the reasons.
public struct TriageOutcome: Codable, Sendable, Hashable {
    /// The category; `nil` when the rules abstained and a person decides.
    public let category: Category?
    /// Confidence in the first candidate, 0…1; 0 without any.
    public let confidence: Double
    /// The best categories, at most three, best first; ties in the order of the categories.
    public let candidates: [Candidate]
    /// The highest urgency any rule asked for, else medium.
    public let urgency: Urgency
    /// The highest impact any rule asked for, else one.
    public let impact: Impact
    /// The tone that prevails, else neutral.
    public let sentiment: Sentiment
    /// Whether people may be in danger.
    public let safety: Bool
    /// The rules that held, in the order of the file.
    public let evidence: [Evidence]
    /// Version of the rules.
    public let rulesVersion: String

    /// Whether the rules left the category to a person.
    public var abstained: Bool { category == nil }

    /// A category with its confidence.
    public struct Candidate: Codable, Sendable, Hashable {
        /// The category.
        public let category: Category
        /// 0…1; all candidates together stay below 1.
        public let confidence: Double

        /// A candidate with both its parts.
        public init(category: Category, confidence: Double) {
            self.category = category
            self.confidence = confidence
        }
    }

    /// A rule that held and its terms that were found, as the rule spells them.
    public struct Evidence: Codable, Sendable, Hashable {
        /// The rule's id.
        public let rule: String
        /// Found terms in the rule's order; never the customer's words.
        public let terms: [String]

        /// Evidence with both its parts.
        public init(rule: String, terms: [String]) {
            self.rule = rule
            self.terms = terms
        }
    }
}
