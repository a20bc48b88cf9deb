/// A text cut for the model: words with and without accents, and runs of letters that n-grams do not leave.
///
/// One value is used for many texts; its memory is kept. Digits all become `0`, since which order was late says nothing.
struct ModelText: Sendable {
    /// How the letters of a run are counted.
    enum Kind: Sendable {
        /// Words stand apart.
        case spaced
        /// Syllables in words that stand apart.
        case hangul
        /// Each sign is a word of its own.
        case dense
        /// Letters without words.
        case thai
    }

    /// A stretch of letters of one kind.
    struct Run: Sendable {
        let kind: Kind
        let start: Int
        let end: Int
    }

    /// Letters in lower case and half width.
    private(set) var kept: [UInt32] = []
    /// The same letters without accents.
    private(set) var plain: [UInt32] = []
    private(set) var runs: [Run] = []
    /// Places of words, each of which is a part of a run.
    private(set) var words: [Range<Int>] = []

    /// Letters that are looked at.
    static let limit = 4_000

    /// Reads a text anew.
    mutating func read(_ text: String) {
        kept.removeAll(keepingCapacity: true)
        plain.removeAll(keepingCapacity: true)
        runs.removeAll(keepingCapacity: true)
        words.removeAll(keepingCapacity: true)
        var kind: Kind?
        var start = 0
        var digits = 0
        // Letters are counted as scalars: finding where characters end takes longer than all the rest.
        for scalar in LetterFolding.composed(Substring(text.unicodeScalars.prefix(2 * Self.limit))) {
            guard kept.count < Self.limit else { break }
            if Self.isSilent(scalar) { continue }
            var letter = NormalisedText.unified(scalar)
            let isDigit = Self.isDigit(letter)
            digits = isDigit ? digits + 1 : 0
            // Of a long number only that it is long matters.
            if digits > 4 { continue }
            if isDigit { letter = "0" }
            let next = Self.kind(of: letter, isDigit: isDigit, in: kind)
            if next != kind {
                close(kind, start)
                kind = next
                start = kept.count
            }
            if next == nil {
                mark(letter)
                continue
            }
            kept.append(letter.value)
            plain.append(LetterFolding.plain(letter).value)
        }
        close(kind, start)
    }

    /// A question and an exclamation are words.
    private mutating func mark(_ sign: Unicode.Scalar) {
        let word: UInt32
        switch sign {
        case "?", "\u{061F}": word = 0x3F
        case "!": word = 0x21
        default: return
        }
        if let last = words.last, last.count == 1, kept[last.lowerBound] == word { return }
        words.append(kept.count..<(kept.count + 1))
        kept.append(word)
        plain.append(word)
    }

    private mutating func close(_ kind: Kind?, _ start: Int) {
        guard let kind, kept.count > start else { return }
        runs.append(Run(kind: kind, start: start, end: kept.count))
        switch kind {
        case .spaced, .hangul: words.append(start..<kept.count)
        case .dense: for place in start..<kept.count { words.append(place..<(place + 1)) }
        case .thai: break
        }
    }

    private static func kind(of letter: Unicode.Scalar, isDigit: Bool, in present: Kind?) -> Kind? {
        if letter.value < 0x80 {
            let isWord = isDigit || (0x61...0x7A).contains(letter.value)
            return isWord ? .spaced : nil
        }
        switch Script(letter) {
        case .han, .kana: return .dense
        case .thai: return .thai
        case .hangul: return .hangul
        default: return NormalisedText.isWord(letter) ? .spaced : nil
        }
    }

    /// A decimal digit of any script; those without any of their own are not looked up.
    private static func isDigit(_ letter: Unicode.Scalar) -> Bool {
        switch letter.value {
        case 0x30...0x39: true
        case 0..<0x660, 0x1E00...0x2FFF, 0x3041...0xA61F, 0xAC00...0xD7A3: false
        default: letter.properties.numericType == .decimal
        }
    }

    /// Invisible signs, vowel signs and stretching of Arabic.
    private static func isSilent(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0xFEFF, 0xFE00...0xFE0F: true
        case 0x640, 0x64B...0x65F, 0x670, 0x300...0x36F: true
        default: false
        }
    }
}
