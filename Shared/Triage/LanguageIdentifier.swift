/// Tells the language of a customer's text: by script, then by telltale letters, then by letter profiles.
///
/// One value serves any number of tasks. The profiles are unpacked once, in a few milliseconds.
public struct LanguageIdentifier: Sendable {
    private let latin: LanguageProfile
    private let cyrillic: LanguageProfile

    /// An identifier over the built-in profiles.
    public init() {
        latin = Self.latinProfile
        cyrillic = Self.cyrillicProfile
    }

    /// The likeliest language of a text, `und` when neither text nor prior says anything.
    ///
    /// Addresses, links and words with digits are left out. At most the first 240 letters are read.
    public func identify(_ text: String, prior: LanguagePrior = .none) -> LanguageGuess {
        let sample = LetterSample(text)
        guard let script = sample.dominantScript else { return fallback(prior) }
        switch script {
        case .latin: return guess(latin, sample, prior)
        case .cyrillic: return CyrillicLetters(sample).verdict(prior) ?? guess(cyrillic, sample, prior)
        case .han: return HanCharacters(sample).verdict(prior)
        case .kana: return LanguageGuess(code: "ja", confidence: 0.99)
        case .arabic: return ArabicLetters(sample).verdict(prior)
        case .hangul: return LanguageGuess(code: "ko", confidence: 0.99)
        case .thai: return LanguageGuess(code: "th", confidence: 0.99)
        case .devanagari: return LanguageGuess(code: "hi", confidence: 0.95)
        case .greek: return LanguageGuess(code: "el", confidence: 0.99)
        case .hebrew: return LanguageGuess(code: "he", confidence: 0.98)
        case .ethiopic: return LanguageGuess(code: "am", confidence: 0.95)
        }
    }

    /// The likeliest language of a message with a subject.
    public func identify(_ subject: String?, _ body: String, prior: LanguagePrior = .none) -> LanguageGuess {
        identify(subject.map { $0 + "\n" + body } ?? body, prior: prior)
    }

    private static let latinProfile = LanguageProfile(
        languages: LanguageProfileData.latinLanguages,
        table: LanguageProfileData.latin
    )
    private static let cyrillicProfile = LanguageProfile(
        languages: LanguageProfileData.cyrillicLanguages,
        table: LanguageProfileData.cyrillic
    )

    private func guess(_ profile: LanguageProfile, _ sample: LetterSample, _ prior: LanguagePrior) -> LanguageGuess {
        profile.guess(sample, prior) ?? fallback(prior)
    }

    private func fallback(_ prior: LanguagePrior) -> LanguageGuess {
        prior.likeliest.map { LanguageGuess(code: $0, confidence: 0.5) } ?? .undetermined
    }
}
