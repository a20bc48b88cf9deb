/// The article that answers a message, and why.
public struct ArticleAnswer: Sendable, Hashable {
    /// The article's name.
    public let id: String
    /// Its version.
    public let version: Int
    /// Language of the answer: the message's, else English; nil when there is none in either.
    public let language: String?
    /// How sure it is that the article answers the message, 0…1.
    public let confidence: Double
    /// The article's question that is most like the message.
    public let question: String

    /// The rule name under which the question stands among a judgement's evidence, before the article's name.
    public static let evidencePrefix = "article:"

    /// The question as evidence.
    var evidence: TriageOutcome.Evidence {
        TriageOutcome.Evidence(rule: Self.evidencePrefix + id, terms: [question])
    }
}
