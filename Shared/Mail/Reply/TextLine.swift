/// A line of a mail's text, and what of it is compared.
struct TextLine {
    let text: String
    /// Lower case, without outer blanks and marks of emphasis.
    let key: String
    /// `>` before it, or within a quotation of HTML.
    let isQuoted: Bool
    /// Whether it can be the last of an attribution.
    let mayEndAttribution: Bool

    init(_ text: Substring, isQuoted: Bool) {
        self.text = String(text)
        var core = text
        while let first = core.unicodeScalars.first, TextLine.isBlank(first) || first == "*" {
            core.unicodeScalars.removeFirst()
        }
        while let last = core.unicodeScalars.last, TextLine.isBlank(last) || last == "*" {
            core.unicodeScalars.removeLast()
        }
        // `>:` alone ends a wrapped attribution.
        let isMarked: Bool
        switch core.utf8.first {
        case 0x3E: isMarked = !core.hasPrefix(">:")
        case 0x26: isMarked = core.hasPrefix("&gt;")
        case 0xEF: isMarked = core.hasPrefix("＞")
        default: isMarked = false
        }
        self.isQuoted = isQuoted || isMarked
        key = core.lowercased()
        mayEndAttribution = key.utf8.count < 400 && AttributionLine.mayEnd(key)
    }

    var isBlank: Bool { key.isEmpty }

    static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value <= 0x20 || scalar.value == 0xA0 || scalar.value == 0x3000 || scalar.value == 0xFEFF
            || scalar.value == 0x1427 || (0x200B...0x200F).contains(scalar.value)
            || (0x202A...0x202E).contains(scalar.value)
    }

    /// Words of the name before a colon, and what follows it; nil where there is no short name.
    var labelled: (name: String, value: Substring)? {
        // Byte by byte first: most lines have no colon.
        guard key.utf8.prefix(160).contains(where: { $0 == 0x3A || $0 == 0xEF }) else { return nil }
        guard let colon = key.prefix(40).firstIndex(where: { $0 == ":" || $0 == "：" }) else { return nil }
        var name = key[..<colon]
        while let last = name.unicodeScalars.last, TextLine.isBlank(last) || last == "*" {
            name.unicodeScalars.removeLast()
        }
        while let first = name.first, first == "|" || first == "-" || first == " " { name.removeFirst() }
        // Spaces are set between two letters of China and Japan to fill a column.
        let joined =
            name.unicodeScalars.contains { $0.value > 0x3000 && $0.value < 0xAC00 }
            ? String(String.UnicodeScalarView(name.unicodeScalars.filter { !TextLine.isBlank($0) })) : String(name)
        return (joined, key[key.index(after: colon)...])
    }

    /// Whether it is a rule of underscores or dashes.
    var isRule: Bool { key.utf8.count >= 10 && key.utf8.allSatisfy { $0 == 0x5F || $0 == 0x2D || $0 == 0x3D } }
}
