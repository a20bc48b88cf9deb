/// Tells Arabic, Persian and Urdu apart by the letters only one of them uses.
struct ArabicLetters {
    private let urdu: Int
    private let persian: Int
    private let arabic: Int

    init(_ sample: LetterSample) {
        urdu = Self.count(of: "ٹڈڑےںہھ", in: sample)
        persian = 2 * Self.count(of: "پچژگ", in: sample) + Self.count(of: "یک", in: sample)
        arabic = 2 * Self.count(of: "ةى", in: sample) + Self.count(of: "يكأإ", in: sample)
    }

    func verdict(_ prior: LanguagePrior) -> LanguageGuess {
        if urdu >= 2 || urdu == 1 && persian >= arabic { return LanguageGuess(code: "ur", confidence: 0.95) }
        if persian > arabic { return LanguageGuess(code: "fa", confidence: 0.95) }
        if arabic > persian { return LanguageGuess(code: "ar", confidence: 0.98) }
        if let known = prior.likeliest, ["ar", "fa", "ur"].contains(known) {
            return LanguageGuess(code: known, confidence: 0.9)
        }
        return LanguageGuess(code: "ar", confidence: 0.8)
    }

    private static func count(of letters: String, in sample: LetterSample) -> Int {
        let telltales = Set(letters.unicodeScalars)
        return sample.foreign.count { telltales.contains($0) }
    }
}
