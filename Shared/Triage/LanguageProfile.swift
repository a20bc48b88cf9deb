/// How common letter runs are in each of a group of languages, and the guess that follows from it.
///
/// A naive Bayes sum over runs of one to five letters; the table's levels are steps of a quarter nat.
struct LanguageProfile: Sendable {
    private let languages: [String]
    private var slots: [Slot]
    private var cells: [Cell] = []

    private struct Slot {
        var key: UInt64 = 0
        var first: Int32 = 0
        var count: Int32 = 0
    }

    private struct Cell {
        let language: UInt8
        let level: UInt8
    }

    /// Weight of a run of one, two, three, four, five letters, in tenths.
    private static let weights = [0, 3, 7, 10, 10, 10]
    /// The languages of requirement R2.3, preferred by two nats over their rarer neighbours.
    private static let usual: Set = ["en", "es", "pt", "fr", "de", "tr", "vi", "id", "sw", "ru"]
    private static let tenthsPerNat = 40.0
    /// Runs overlap, so their sum is about this many times too sure of itself.
    private static let overlap = 4.0

    init(languages: [String], table: String) {
        self.languages = languages
        // At most half full: a run and its cells are two fields.
        let runs = table.utf8.count { $0 == 0x20 || $0 == 0x0A } / 2 + 1
        var size = 1 << 10
        while size < 2 * runs { size *= 2 }
        slots = Array(repeating: Slot(), count: size)
        var fields = table.split(whereSeparator: \.isWhitespace).makeIterator()
        while let run = fields.next(), let packed = fields.next() {
            let first = cells.count
            let bytes = Array(packed.utf8)
            for index in stride(from: 0, to: bytes.count - 1, by: 2) {
                cells.append(Cell(language: bytes[index] - 0x61, level: Self.level(bytes[index + 1])))
            }
            insert(Self.key(run.unicodeScalars), first, cells.count - first)
        }
        // An array that grew holds room for more.
        cells = cells.map { $0 }
    }

    /// The likeliest language; `nil` when the words are too few to tell and the prior does not help.
    func guess(_ sample: LetterSample, _ prior: LanguagePrior) -> LanguageGuess? {
        var scores = languages.map { startingScore($0, prior, sample.letters.count) }
        let seen = sample.words.reduce(0) { $0 + add(sample.letters, $1.prefix(40), to: &scores) }
        let ranked = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
        let best = scores[ranked[0]]
        let lead = best - scores[ranked[1]]
        guard seen > 0, lead >= 10 || prior.names(languages[ranked[0]]) else { return nil }
        let rest = scores.reduce(0.0) { $0 + Exponential.of(Double($1 - best) / Self.tenthsPerNat / Self.overlap) }
        return LanguageGuess(code: languages[ranked[0]], confidence: min(0.999, 1 / rest))
    }

    /// The shorter the text, the more what was known before it counts.
    private func startingScore(_ language: String, _ prior: LanguagePrior, _ letters: Int) -> Int {
        let trust = 1 + max(0, 8 - letters) / 3
        var score = Self.usual.contains(language) ? 80 : 0
        if language == "ms" { score -= 80 }
        if prior.locale == language { score += 160 * trust }
        if prior.earlier == language { score += 240 * trust }
        return score
    }

    /// Adds a word's runs to the scores; the number of runs the table knows.
    private func add(_ letters: [Unicode.Scalar], _ word: Range<Int>, to scores: inout [Int]) -> Int {
        var seen = 0
        // With the edges of the word, as a letter each.
        let (first, last) = (word.lowerBound - 1, word.upperBound)
        for start in first...last {
            var key = Self.seed
            for length in 1...min(5, last - start + 1) {
                let place = start + length - 1
                key = Self.extended(key, place == first || place == last ? "_" : letters[place])
                guard let slot = find(key) else { continue }
                if length > 1 { seen += 1 }
                for cell in cells[Int(slot.first)..<Int(slot.first + slot.count)] {
                    scores[Int(cell.language)] += Int(cell.level) * Self.weights[length]
                }
            }
        }
        return seen
    }

    // An open-addressing table: the keys are hashes already.

    private func find(_ key: UInt64) -> Slot? {
        var place = Int(truncatingIfNeeded: key) & (slots.count - 1)
        while slots[place].count > 0 {
            if slots[place].key == key { return slots[place] }
            place = (place + 1) & (slots.count - 1)
        }
        return nil
    }

    private mutating func insert(_ key: UInt64, _ first: Int, _ count: Int) {
        var place = Int(truncatingIfNeeded: key) & (slots.count - 1)
        while slots[place].count > 0 { place = (place + 1) & (slots.count - 1) }
        slots[place] = Slot(key: key, first: Int32(first), count: Int32(count))
    }

    private static let seed: UInt64 = 0x9E37_79B9_7F4A_7C15

    private static func extended(_ key: UInt64, _ letter: Unicode.Scalar) -> UInt64 {
        let mixed = (key ^ UInt64(letter.value)) &* 0xBF58_476D_1CE4_E5B9
        return mixed ^ (mixed >> 29)
    }

    private static func key(_ run: Substring.UnicodeScalarView) -> UInt64 { run.reduce(seed, extended) }

    private static func level(_ digit: UInt8) -> UInt8 {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x41...0x5A: digit - 0x41 + 10
        default: digit - 0x61 + 36
        }
    }
}
