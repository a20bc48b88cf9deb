/// How many cells of a terminal a text takes.
enum TextWidth {
    /// Wide are the East Asian wide and full-width ranges and emoji (Unicode Standard Annex 11); marks take no cell.
    static func of(_ text: String) -> Int {
        text.reduce(0) { $0 + width(of: $1) }
    }

    /// The text, or as much as fits with an ellipsis.
    static func cut(_ text: String, to limit: Int) -> String {
        guard of(text) > limit else { return text }
        var kept = ""
        var used = 1
        for character in text {
            used += width(of: character)
            if used > limit { break }
            kept.append(character)
        }
        return kept + "…"
    }

    /// The text with spaces up to a width.
    static func pad(_ text: String, to width: Int, right: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, width - of(text)))
        return right ? space + text : text + space
    }

    private static func width(of character: Character) -> Int {
        character.unicodeScalars.map(width(of:)).max() ?? 0
    }

    private static func width(of scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: break
        }
        let isWide = wide.contains { $0.contains(scalar.value) }
        return isWide ? 2 : 1
    }

    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
        0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
        0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
    ]
}
