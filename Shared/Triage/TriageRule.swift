public import Tickets

/// One preset rule: terms to find in a message, and what finding them says.
///
/// A term is a word or phrase in any case; `term*` also finds longer words. In Han, kana, Thai and Hangul it is found
/// anywhere, elsewhere at word boundaries, in Arabic also behind the article and one-letter prefixes. Accents count,
/// unless the customer wrote the whole term without any.
public struct TriageRule: Codable, Sendable, Hashable {
    /// Name in evidence, unique in its rule set.
    public let id: String
    /// What the terms speak for.
    public let category: Category?
    /// Languages the rule is for, any when empty; also applied when the language is unknown.
    public let languages: [String]
    /// One of these must be found, unless the list is empty.
    public let anyOf: [String]
    /// All of these must be found.
    public let allOf: [String]
    /// None of these may be found.
    public let noneOf: [String]
    /// How sure one found term makes of the category, 0…1; default 0.8.
    public let weight: Double
    /// Raises the urgency to at least this.
    public let urgency: Urgency?
    /// Raises the impact to at least this.
    public let impact: Impact?
    /// The tone these terms set.
    public let sentiment: Sentiment?
    /// Whether people may be in danger.
    public let safety: Bool

    /// A rule; see the properties.
    public init(
        id: String,
        category: Category? = nil,
        languages: [String] = [],
        anyOf: [String] = [],
        allOf: [String] = [],
        noneOf: [String] = [],
        weight: Double = 0.8,
        urgency: Urgency? = nil,
        impact: Impact? = nil,
        sentiment: Sentiment? = nil,
        safety: Bool = false
    ) {
        self.id = id
        self.category = category
        self.languages = languages
        self.anyOf = anyOf
        self.allOf = allOf
        self.noneOf = noneOf
        self.weight = weight
        self.urgency = urgency
        self.impact = impact
        self.sentiment = sentiment
        self.safety = safety
    }

    /// Decodes a rule in which everything but `id` may be left out; a field it does not know is an error.
    public init(from decoder: any Decoder) throws {
        try KnownFields.check(decoder, CodingKeys.self)
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        func terms(_ key: CodingKeys) throws -> [String] {
            try fields.decodeIfPresent([String].self, forKey: key) ?? []
        }
        self.init(
            id: try fields.decode(String.self, forKey: .id),
            category: try fields.decodeIfPresent(Category.self, forKey: .category),
            languages: try terms(.languages),
            anyOf: try terms(.anyOf),
            allOf: try terms(.allOf),
            noneOf: try terms(.noneOf),
            weight: try fields.decodeIfPresent(Double.self, forKey: .weight) ?? 0.8,
            urgency: try fields.decodeIfPresent(Urgency.self, forKey: .urgency),
            impact: try fields.decodeIfPresent(Impact.self, forKey: .impact),
            sentiment: try fields.decodeIfPresent(Sentiment.self, forKey: .sentiment),
            safety: try fields.decodeIfPresent(Bool.self, forKey: .safety) ?? false
        )
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case id, category, languages, anyOf, allOf, noneOf, weight, urgency, impact, sentiment, safety
    }

    /// Whether it can raise a ticket's priority.
    var raisesPriority: Bool { urgency != nil || impact != nil || safety }
}
