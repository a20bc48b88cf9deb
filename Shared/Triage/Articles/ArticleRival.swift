/// A question of an article that another article claims.
public struct ArticleRival: Sendable, Hashable {
    /// Whose question it is.
    public let article: String
    /// Who would answer it.
    public let rival: String
    /// BCP 47 language of the question.
    public let language: String
    /// The question.
    public let question: String
}
