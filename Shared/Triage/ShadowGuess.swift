public import Tickets

/// What a model makes of a message that it does not decide.
public struct ShadowGuess: Sendable, Equatable {
    /// Version of the model.
    public let modelVersion: String
    /// The category it holds most likely.
    public let category: Category
    /// Confidence in it, 0…1.
    public let confidence: Double
    /// Whether it would have decided.
    public let isCovered: Bool
}
