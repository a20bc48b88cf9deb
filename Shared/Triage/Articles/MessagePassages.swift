/// The sentences of a short message and each two that follow each other, since a question often needs the sentence before.
///
/// What is long or asks much is no simple question: then there is none.
struct MessagePassages: Sendable {
    let texts: [String]

    /// Letters that a simple question has at most, with greeting and signature.
    static let mostLetters = 500
    /// Sentences that end with a question mark.
    private static let mostQuestions = 2

    init(subject: String?, body: String) {
        let text = (subject.map { $0 + "\n" } ?? "") + body
        guard text.unicodeScalars.prefix(Self.mostLetters + 1).count <= Self.mostLetters else {
            texts = []
            return
        }
        let sentences = Self.sentences(of: text)
        guard sentences.count(where: Self.isQuestion) <= Self.mostQuestions else {
            texts = []
            return
        }
        texts = sentences + zip(sentences, sentences.dropFirst()).map { $0 + " " + $1 }
    }

    private static func isQuestion(_ sentence: String) -> Bool {
        sentence.unicodeScalars.last.map { ["?", "\u{FF1F}", "\u{061F}"].contains($0) } ?? false
    }

    private static func sentences(of text: String) -> [String] {
        var sentences: [String] = []
        var current = String.UnicodeScalarView()
        var letters = 0
        var isStop = false
        func close() {
            if letters > 1 { sentences.append(String(current)) }
            current = String.UnicodeScalarView()
            letters = 0
        }
        for scalar in text.unicodeScalars {
            // A full stop ends a sentence before a space, not within 2.4 GHz.
            if isStop, scalar.properties.isWhitespace { close() }
            isStop = scalar == "."
            current.append(scalar)
            switch scalar {
            case "!", "?", "\n", "\u{3002}", "\u{FF01}", "\u{FF1F}", "\u{061F}", "\u{2026}": close()
            default: letters += NormalisedText.isWord(scalar) ? 1 : 0
            }
        }
        close()
        return sentences
    }
}
