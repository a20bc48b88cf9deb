/// The language a text is taken to be in.
public struct LanguageGuess: Sendable, Hashable {
    /// BCP 47 tag: `de`, `zh`, `zh-Hant` …; `und` when nothing speaks for any language.
    public let code: String
    /// How sure the guess is, 0…1; 0 for `und`.
    public let confidence: Double

    /// Nothing is known.
    public static let undetermined = LanguageGuess(code: "und", confidence: 0)

    /// A guess with both its parts.
    public init(code: String, confidence: Double) {
        self.code = code
        self.confidence = confidence
    }
}
