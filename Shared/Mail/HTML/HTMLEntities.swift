/// Character references of HTML.
enum HTMLEntities {
    static func decoded(_ bytes: ArraySlice<UInt8>) -> String {
        guard bytes.contains(UInt8(ascii: "&")) else { return String(decoding: bytes, as: UTF8.self) }
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var at = bytes.startIndex
        while at < bytes.endIndex {
            if bytes[at] == UInt8(ascii: "&"), let (scalars, end) = reference(bytes, at + 1) {
                out += scalars.utf8
                at = end
            } else {
                out.append(bytes[at])
                at += 1
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func reference(_ bytes: ArraySlice<UInt8>, _ from: Int) -> (String, Int)? {
        var end = from
        while end < bytes.endIndex, end - from < 32,
            isWord(bytes[end]) || end == from && bytes[end] == UInt8(ascii: "#")
        {
            end += 1
        }
        guard end > from else { return nil }
        let next = end < bytes.endIndex && bytes[end] == UInt8(ascii: ";") ? end + 1 : end
        let word = String(decoding: bytes[from..<end], as: UTF8.self)
        if word.hasPrefix("#") { return numeric(word.dropFirst()).map { ($0, next) } }
        return named[word].map { ($0, next) } ?? named[word.lowercased()].map { ($0, next) }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    private static func numeric(_ digits: Substring) -> String? {
        let isHex = digits.first == "x" || digits.first == "X"
        guard var value = isHex ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits) else { return nil }
        // Numbers of Windows' code page stand where C1 controls would.
        if (0x80...0x9F).contains(value),
            let scalar = Charset.decode([UInt8(value)], label: "cp1252").text.unicodeScalars.first
        {
            value = scalar.value
        }
        guard value >= 0x20 || value == 0x0A || value == 0x09, let scalar = Unicode.Scalar(value) else { return " " }
        return String(Character(scalar))
    }

    private static let named: [String: String] = {
        var table: [String: String] = [
            "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "ensp": " ", "emsp": " ",
            "thinsp": " ", "zwnj": "\u{200C}", "zwj": "\u{200D}", "lrm": "\u{200E}", "rlm": "\u{200F}", "shy": "\u{AD}",
            "ndash": "–", "mdash": "—", "lsquo": "‘", "rsquo": "’", "sbquo": "‚", "ldquo": "“", "rdquo": "”",
            "bdquo": "„",
            "hellip": "…", "bull": "•", "middot": "·", "euro": "€", "trade": "™", "dagger": "†", "permil": "‰",
            "lsaquo": "‹", "rsaquo": "›", "larr": "←", "uarr": "↑", "rarr": "→", "darr": "↓", "harr": "↔", "minus": "−",
            "le": "≤", "ge": "≥", "ne": "≠", "asymp": "≈", "infin": "∞", "check": "✓", "star": "☆", "phone": "☎",
            "oelig": "œ", "OElig": "Œ", "scaron": "š", "Scaron": "Š", "Yuml": "Ÿ", "fnof": "ƒ", "circ": "ˆ",
            "tilde": "˜",
            "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "Delta": "Δ", "mu": "μ", "pi": "π", "Omega": "Ω",
            "Sigma": "Σ", "sum": "∑", "radic": "√",
        ]
        // Latin-1 from 0xA1 on, in order.
        let latin = """
            iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro \
            para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig \
            Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times \
            Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave \
            eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave \
            uacute ucirc uuml yacute thorn yuml
            """
        for (index, name) in latin.split(separator: " ").enumerated() {
            if let scalar = Unicode.Scalar(UInt32(0xA1 + index)) { table[String(name)] = String(Character(scalar)) }
        }
        return table
    }()
}
