/// Reads a pattern as an organisation writes it.
///
/// Capital letters, digits and signs stand for themselves, letters in either case of the text; `d` is a digit, `a` a letter,
/// `x` either, `~` a space, dash, dot, slash, underscore or nothing; `[A-F0-9]` one of these, `(AB|C)` one of several, `?` makes
/// what stands before it optional, `{8}` and `{6,10}` repeat it; `\` takes a sign literally. Nothing repeats without end.
struct PatternParser {
    private let written: [Unicode.Scalar]
    private var place = 0
    private var depth = 0

    /// The parts of a pattern.
    static func parse(_ pattern: String) throws(PatternFault) -> PatternPart {
        guard (1...200).contains(pattern.unicodeScalars.count) else { throw PatternFault("1 to 200 signs") }
        var parser = PatternParser(written: Array(pattern.unicodeScalars))
        let part = try parser.choice()
        guard parser.place == parser.written.count else { throw PatternFault("a ( before each )") }
        return part
    }

    private init(written: [Unicode.Scalar]) {
        self.written = written
    }

    private var next: Unicode.Scalar? { place < written.count ? written[place] : nil }

    private mutating func take(_ sign: Unicode.Scalar) -> Bool {
        guard next == sign else { return false }
        place += 1
        return true
    }

    private mutating func choice() throws(PatternFault) -> PatternPart {
        var options = [try sequence()]
        while take("|") { options.append(try sequence()) }
        return options.count == 1 ? options[0] : .choice(options)
    }

    private mutating func sequence() throws(PatternFault) -> PatternPart {
        var parts: [PatternPart] = []
        while let sign = next, sign != "|", sign != ")" { parts.append(try repetition()) }
        guard !parts.isEmpty else { throw PatternFault("something on each side of | and between ( and )") }
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func repetition() throws(PatternFault) -> PatternPart {
        let part = try single()
        var times = 1...1
        if take("?") {
            times = 0...1
        } else if take("{") {
            times = try counts()
        }
        guard next != "?", next != "{" else {
            throw PatternFault("one ? or {…} after a part; put ( ) around it for more")
        }
        return times == 1...1 ? part : .repeated(part, times)
    }

    private mutating func counts() throws(PatternFault) -> ClosedRange<Int> {
        let least = try number()
        let most = take(",") ? try number() : least
        guard take("}"), least <= most, (1...64).contains(most) else {
            throw PatternFault("counts such as {8} or {6,10}, up to 64")
        }
        return least...most
    }

    private mutating func number() throws(PatternFault) -> Int {
        let digits = written[place...].prefix { ("0"..."9").contains($0) }.prefix(3)
        place += digits.count
        guard !digits.isEmpty else { throw PatternFault("counts such as {8} or {6,10}, up to 64") }
        return digits.reduce(0) { $0 * 10 + Int($1.value) - 0x30 }
    }

    private mutating func single() throws(PatternFault) -> PatternPart {
        let sign = written[place]
        place += 1
        switch sign {
        case "d": return .sign(.digits)
        case "a": return .sign(.letters)
        case "x": return .sign(.either)
        case "~": return .repeated(.sign(.separators), 0...1)
        case "(": return try group()
        case "[": return .sign(try set())
        case "\\": return .sign(PatternSigns([try escaped().value]))
        default: return .sign(PatternSigns([try literal(sign).value]))
        }
    }

    private mutating func group() throws(PatternFault) -> PatternPart {
        depth += 1
        guard depth <= 8 else { throw PatternFault("at most eight ( within each other") }
        let part = try choice()
        guard take(")") else { throw PatternFault("a ) for each (") }
        depth -= 1
        return part
    }

    private mutating func set() throws(PatternFault) -> PatternSigns {
        var signs = PatternSigns([])
        while let first = next, first != "]" {
            let low = try setMember()
            var high = low
            if next == "-", place + 1 < written.count, written[place + 1] != "]" {
                place += 1
                high = try setMember()
            }
            guard low <= high else { throw PatternFault("ranges such as A-F or 0-9, the smaller first") }
            signs = signs.union(PatternSigns(low.value...high.value))
        }
        guard take("]"), !signs.isEmpty else { throw PatternFault("signs between [ and ], such as [A-F0-9]") }
        return signs
    }

    private mutating func setMember() throws(PatternFault) -> Unicode.Scalar {
        let sign = written[place]
        place += 1
        return sign == "\\" ? try escaped() : try literal(sign)
    }

    private mutating func escaped() throws(PatternFault) -> Unicode.Scalar {
        guard let sign = next, PatternSigns.index(sign.value) != nil, !PatternSigns.either.holds(sign) else {
            throw PatternFault(#"a sign such as ? or ( behind \; a digit is d, a letter a, either x"#)
        }
        place += 1
        return sign
    }

    private func literal(_ sign: Unicode.Scalar) throws(PatternFault) -> Unicode.Scalar {
        guard PatternSigns.index(sign.value) != nil else {
            throw PatternFault("capital letters, digits and signs of ASCII, d, a, x or ~; not '\(sign)'")
        }
        guard !"?*+^$()[]\\".unicodeScalars.contains(sign) else {
            throw PatternFault(#"\\#(sign) for the sign itself; \#(sign) alone means nothing here"#)
        }
        return sign
    }
}

extension PatternSigns {
    fileprivate func holds(_ sign: Unicode.Scalar) -> Bool {
        Self.index(sign.value).map { contains(index: $0) } ?? false
    }
}
