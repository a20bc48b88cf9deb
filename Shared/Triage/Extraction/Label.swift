/// A label in the form in which texts are searched: folded words with one space between, without accents and signs.
struct Label: Hashable {
    let letters: [Unicode.Scalar]
    /// Whether longer words count, too.
    let isPrefix: Bool

    /// A label as written; `nil` when nothing searchable is in it, it is too long, or a star is not its last character.
    init?(_ written: String) {
        let body = written.hasSuffix("*") ? String(written.dropLast()) : written
        guard !body.contains("*"), body.unicodeScalars.count <= 200 else { return nil }
        var folded: [Unicode.Scalar] = []
        for letter in FoldedText(body).letters {
            let word = Self.word(letter)
            if word != " " || folded.last.map({ $0 != " " }) ?? false { folded.append(word) }
        }
        if folded.last == " " { folded.removeLast() }
        guard (1...60).contains(folded.count) else { return nil }
        letters = folded
        isPrefix = written.hasSuffix("*")
    }

    /// A folded letter as labels have it: itself in a word, else a space.
    ///
    /// `#`, and `№` with it, is a word.
    @inline(__always)
    static func word(_ letter: UInt32) -> Unicode.Scalar {
        letter < 0x80 ? ascii[Int(letter)] : foreign(letter)
    }

    private static let ascii: [Unicode.Scalar] = (0..<0x80).map { (letter: UInt8) in
        switch letter {
        case 0x30...0x39, 0x41...0x5A, 0x23: Unicode.Scalar(letter)
        default: " "
        }
    }

    private static func foreign(_ letter: UInt32) -> Unicode.Scalar {
        guard let scalar = Unicode.Scalar(letter) else { return " " }
        switch letter {
        case 0x4E00...0x9FFF, 0xAC00...0xD7A3, 0x410...0x44F, 0xE01...0xE3A, 0x621...0x64A: return scalar
        default: return NormalisedText.isWord(scalar) ? scalar : " "
        }
    }

    /// Whether two neighbours belong to one word.
    static func joins(_ left: Unicode.Scalar, _ right: Unicode.Scalar) -> Bool {
        left != " " && right != " " && left != "#" && right != "#"
            && !(Script(left)?.isUnspaced ?? false) && !(Script(right)?.isUnspaced ?? false)
    }
}
