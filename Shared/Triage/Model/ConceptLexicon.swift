/// Words of every language that mean the same, so that what one language teaches helps all others.
///
/// A term is matched without accents: a whole word, the beginning of one, or up to four words in a row; in scripts
/// without spaces anywhere. Of terms that begin at the same letter the longest counts.
public struct ConceptLexicon: Sendable, Hashable {
    /// One term of a concept.
    public struct Term: Sendable, Hashable {
        /// As people write it, `stem*` for every word that begins so.
        public let text: String
        /// The concept it stands for, such as `warranty`.
        public let concept: String
        /// The language it is of, such as `pt`.
        public let language: String

        /// A term of a concept.
        public init(_ text: String, means concept: String, in language: String) {
            self.text = text
            self.concept = concept
            self.language = language
        }
    }

    struct Slot: Sendable, Hashable {
        var key: UInt64 = 0
        /// Twice the concept's number plus one when longer words match, too; 0 marks an empty slot.
        var meaning: UInt16 = 0
        /// The languages it is of, a bit each.
        var languages: UInt32 = 0
    }

    /// Names of the concepts; the number of one is its place plus one.
    public let concepts: [String]
    /// Languages that have terms; the bit of one is its place.
    public let languages: [String]
    let slots: [Slot]
    /// Sixteen bits a slot, of which a key has one: what nearly no run of letters has is not looked for among the slots.
    private let marks: [UInt64]

    /// No term at all.
    public static let empty = ConceptLexicon([])

    /// A lexicon of terms; of more than 32 languages the last ones are left out.
    public init(_ terms: [Term]) {
        let concepts = Set(terms.map(\.concept)).sorted()
        let languages = Set(terms.map(\.language)).sorted().prefix(32)
        let numbers = Dictionary(uniqueKeysWithValues: concepts.enumerated().map { ($1, $0 + 1) })
        let bits = Dictionary(uniqueKeysWithValues: languages.enumerated().map { ($1, UInt32(1) << UInt32($0)) })
        var size = 16
        // At most four of five slots are taken, so that a search ends soon.
        while 4 * size < 5 * terms.count { size *= 2 }
        var slots = [Slot](repeating: Slot(), count: size)
        var text = ModelText()
        for term in terms {
            text.read(term.text)
            // All digits are one, and single letters stand everywhere.
            let isTelling =
                !term.text.contains { $0.isNumber }
                && (text.kept.count > 1 || text.runs.contains { $0.kind != .spaced })
            guard isTelling, let key = Self.key(of: text), let number = numbers[term.concept],
                let bit = bits[term.language]
            else { continue }
            let isOpen = term.text.hasSuffix("*") || text.runs.contains { $0.kind != .spaced }
            var place = Int(truncatingIfNeeded: key) & (size - 1)
            let meaning = UInt16(2 * number + (isOpen ? 1 : 0))
            while slots[place].meaning != 0, slots[place].key != key || slots[place].meaning != meaning {
                place = (place + 1) & (size - 1)
            }
            slots[place] = Slot(key: key, meaning: meaning, languages: slots[place].languages | bit)
        }
        self.init(concepts: concepts, languages: Array(languages), slots: slots)
    }

    init(concepts: [String], languages: [String], slots: [Slot]) {
        self.concepts = concepts
        self.languages = languages
        self.slots = slots
        var marks = [UInt64](repeating: 0, count: max(1, slots.count / 4))
        for slot in slots where slot.meaning != 0 {
            let (word, bit) = Self.mark(of: slot.key, among: marks.count)
            marks[word] |= bit
        }
        self.marks = marks
    }

    private static func mark(of key: UInt64, among words: Int) -> (word: Int, bit: UInt64) {
        // Not the bits that choose the slot.
        let place = key >> 32
        return (Int(truncatingIfNeeded: place >> 6) & (words - 1), 1 << (place & 63))
    }

    /// Bits of the languages whose terms a text may hold: its own and English; all while its language is not sure.
    func reach(of language: LanguageGuess) -> UInt32 {
        guard language.confidence >= Self.sure, let own = languages.firstIndex(of: language.code) else { return .max }
        return Self.company(of: language.code).compactMap { languages.firstIndex(of: $0) }
            .reduce(1 << UInt32(own)) { $0 | 1 << UInt32($1) }
    }

    /// Languages whose words stand in texts of this one.
    private static func company(of language: String) -> [String] {
        switch language {
        case "zh": ["en", "zh-Hant"]
        case "zh-Hant": ["en", "zh"]
        default: ["en"]
        }
    }

    /// Least confidence in a language that shuts out the others.
    private static let sure = 0.8

    /// Calls back with the number of each concept in the order of the text.
    func forEachConcept(in text: borrowing ModelText, reach: UInt32 = .max, _ body: (_ concept: Int) -> Void) {
        guard !slots.isEmpty else { return }
        var reached = 0
        for (index, run) in text.runs.enumerated() {
            let starts = run.kind == .spaced ? run.start..<(run.start + 1) : run.start..<run.end
            for start in starts where start >= reached {
                guard let found = match(at: start, run: index, text, reach) else { continue }
                forEachMeaning(of: found.key, reach) { meaning in
                    if found.isWhole || meaning & 1 == 1 { body(Int(meaning >> 1)) }
                }
                reached = found.end
            }
        }
    }

    /// The longest term that begins at a letter, with where it ends.
    private func match(at start: Int, run first: Int, _ text: borrowing ModelText, _ reach: UInt32) -> Match? {
        var found: Match?
        var key = Self.seed
        for index in first..<min(text.runs.count, first + Self.mostWords) {
            let run = text.runs[index]
            if index > first {
                guard run.kind == .spaced || run.kind == .hangul else { break }
                key = Self.extended(key, 0x20)
            }
            let begin = index == first ? start : run.start
            for place in begin..<min(run.end, begin + Self.mostLetters) {
                key = Self.extended(key, text.plain[place])
                let isWhole = place + 1 == run.end
                guard isKnown(key, reach, isWhole: isWhole) else { continue }
                found = Match(key: key, isWhole: isWhole, end: run.kind == .spaced ? run.end : place + 1)
            }
            if run.end - begin > Self.mostLetters { break }
        }
        return found
    }

    private struct Match {
        let key: UInt64
        let isWhole: Bool
        let end: Int
    }

    private func isKnown(_ key: UInt64, _ reach: UInt32, isWhole: Bool) -> Bool {
        let (word, bit) = Self.mark(of: key, among: marks.count)
        guard marks[word] & bit != 0 else { return false }
        var isKnown = false
        forEachMeaning(of: key, reach) { if isWhole || $0 & 1 == 1 { isKnown = true } }
        return isKnown
    }

    /// What a term means in one of the languages or another.
    private func forEachMeaning(of key: UInt64, _ reach: UInt32, _ body: (UInt16) -> Void) {
        var place = Int(truncatingIfNeeded: key) & (slots.count - 1)
        while slots[place].meaning != 0 {
            if slots[place].key == key, slots[place].languages & reach != 0 { body(slots[place].meaning) }
            place = (place + 1) & (slots.count - 1)
        }
    }

    private static let mostWords = 4
    private static let mostLetters = 20
    private static let seed: UInt64 = 0xA076_1D64_78BD_642F

    private static func key(of text: borrowing ModelText) -> UInt64? {
        guard !text.runs.isEmpty, text.runs.count <= mostWords else { return nil }
        var key = seed
        for (index, run) in text.runs.enumerated() {
            if index > 0 { key = extended(key, 0x20) }
            for place in run.start..<run.end { key = extended(key, text.plain[place]) }
        }
        return key
    }

    private static func extended(_ key: UInt64, _ letter: UInt32) -> UInt64 {
        let mixed = (key ^ UInt64(letter)) &* 0xBF58_476D_1CE4_E5B9
        return mixed ^ (mixed >> 29)
    }
}
