/// Reads the features of one text after another; its tables are kept, so no feature costs memory.
///
/// A value serves one text at a time.
public struct FeatureReader: Sendable {
    private let hash: FeatureHash
    private let lexicon: ConceptLexicon
    private var text = ModelText()
    private var counter = FeatureCounter()
    private var reach = UInt32.max

    /// A reader of features below 2 to the power of `bits`, 10…22.
    public init(bits: Int, lexicon: ConceptLexicon) {
        hash = FeatureHash(bits: bits)
        self.lexicon = lexicon
    }

    /// What is counted together and has a length of 1 together.
    public enum Group: CaseIterable {
        /// Words and pairs of neighbours.
        case words
        /// Runs of letters.
        case runs
        /// Concepts of the lexicon, in whatever language, and those that stand near each other.
        case concepts
    }

    /// Takes in a text in a language; at most its first 4,000 letters are looked at.
    public mutating func read(subject: String?, body: String, language: LanguageGuess = .undetermined) {
        text.read((subject.map { $0 + "\n" } ?? "") + body)
        reach = lexicon.reach(of: language)
    }

    /// Calls back with each feature of a group once, with the weight that its count gives it.
    public mutating func forEach(in group: Group, _ body: (_ feature: Int, _ weight: Float) -> Void) {
        counter.clear(for: group == .runs ? 5 * text.kept.count : 5 * (text.runs.count + text.words.count))
        switch group {
        case .words: hash.countWords(text, into: &counter)
        case .runs: hash.countRuns(text, into: &counter)
        case .concepts: hash.countConcepts(text, lexicon, reach: reach, into: &counter)
        }
        for place in counter.used {
            let entry = counter.entry(place)
            body(entry.feature, Self.weights[min(entry.count, Self.weights.count - 1)])
        }
    }

    /// The words of the text with the feature of each, in their order.
    func words() -> [(word: String, feature: Int)] {
        text.words.map { place in
            var word = String.UnicodeScalarView()
            word.append(contentsOf: text.kept[place].compactMap(Unicode.Scalar.init))
            return (String(word), hash.feature(ofWord: text.kept[place]))
        }
    }

    /// One plus the logarithm of the count: the tenth mention says less than the first.
    private static let weights = [0] + (1...64).map { Float(1 + Exponential.logarithm(of: Double($0))) }
}
