/// A text made comparable: lower case, half width, one space between words, a full stop between sentences.
///
/// Invisible characters, Arabic vowel signs and stretching are dropped, Arabic spelling variants unified.
struct NormalisedText {
    /// With accents.
    private(set) var kept: [Unicode.Scalar] = []
    /// Without accents, scalar for scalar.
    private(set) var plain: [Unicode.Scalar] = []

    init(_ text: String) {
        kept.reserveCapacity(text.utf8.count)
        for scalar in LetterFolding.composed(text[...]) {
            switch scalar.value {
            case 0x61...0x7A, 0x30...0x39: kept.append(scalar)
            case 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0xFEFF, 0xFE00...0xFE0F: continue
            case 0x640, 0x64B...0x65F, 0x670, 0x300...0x36F: continue
            case 0x27, 0x2019, 0x2BC, 0x60, 0xB4: kept.append("'")
            case 0x2E, 0x21, 0x3F, 0x0A, 0x3002, 0x061F, 0x06D4, 0x2026, 0xFF61, 0x964: separate(by: ".")
            default: Self.isWord(scalar) ? kept.append(Self.unified(scalar)) : separate(by: " ")
            }
        }
        plain = kept.map(LetterFolding.plain)
    }

    /// A letter, digit, sign of a word, or pictogram.
    static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x61...0x7A, 0x30...0x39, 0x27: true
        case 0..<0xAA: false
        case 0x2600...0x27BF, 0x1F300...0x1FAFF: true
        default: Script(scalar) != nil || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        }
    }

    private mutating func separate(by mark: Unicode.Scalar) {
        guard let last = kept.last else { return }
        if last == " " {
            kept[kept.count - 1] = mark
        } else if last != "." {
            kept.append(mark)
        }
    }

    static func unified(_ letter: Unicode.Scalar) -> Unicode.Scalar {
        switch letter.value {
        case 0x622, 0x623, 0x625, 0x671: "\u{627}"
        case 0x649, 0x6CC, 0x626: "\u{64A}"
        case 0x629: "\u{647}"
        case 0x624: "\u{648}"
        case 0x6A9: "\u{643}"
        default: letter
        }
    }
}
