/// Tells Kazakh, Ukrainian and Russian by letters the neighbours lack; Bulgarian and the rest go by profile.
struct CyrillicLetters {
    private let kazakh: Int
    private let ukrainian: Int
    private let russian: Int

    init(_ sample: LetterSample) {
        kazakh = sample.foreign.count { "әғқңөұүһӘҒҚҢӨҰҮҺ".unicodeScalars.contains($0) }
        ukrainian = sample.foreign.count { "їєґЇЄҐ".unicodeScalars.contains($0) }
        russian = sample.foreign.count { "ыэёЫЭЁ".unicodeScalars.contains($0) }
    }

    /// The language the letters alone settle.
    func verdict(_ prior: LanguagePrior) -> LanguageGuess? {
        if kazakh > 0, kazakh >= ukrainian, kazakh * 8 >= russian { return LanguageGuess(code: "kk", confidence: 0.97) }
        if ukrainian > russian { return LanguageGuess(code: "uk", confidence: 0.98) }
        if russian > 0, ukrainian == 0, prior.likeliest != "kk" { return LanguageGuess(code: "ru", confidence: 0.97) }
        return nil
    }
}
