/// How the customer sounds.
public enum Sentiment: String, Codable, CaseIterable, Hashable, Sendable {
    /// From content to furious.
    case positive, neutral, negative, angry
}
