extension TicketNumber {
    /// Reads a number a person typed or spoke.
    ///
    /// Case does not matter, o is 0, i and l are 1, spaces and dashes of any kind may stand anywhere, full-width
    /// characters count as plain ones, and the prefix may be missing. The error says which of these failed.
    public static func parse(
        _ text: String,
        prefix: TicketNumberPrefix = .standard
    ) throws(TicketNumberError) -> TicketNumber {
        var symbols: [UInt8] = []
        for character in text.prefix(64).unicodeScalars.map(Crockford.folded) where !Crockford.isSeparator(character) {
            guard Crockford.isAlphanumeric(character) else { throw .unreadable }
            symbols.append(character)
        }
        if symbols.count == prefix.folded.count + 8 {
            guard symbols.starts(with: prefix.folded) else { throw .wrongPrefix }
            symbols.removeFirst(prefix.folded.count)
        }
        guard symbols.count == 8 else { throw .wrongLength(symbols.count) }
        return try checked(symbols[...], prefix: prefix)
    }

    /// The numbers quoted in a subject line, in order, each once.
    ///
    /// Stricter than ``parse(_:prefix:)``: the prefix must be there, no spaces among the eight characters, and neither
    /// side may touch another Latin letter or digit. Only what passes the check character is returned. Reads at most
    /// 2,000 characters.
    public static func find(in subject: String, prefix: TicketNumberPrefix = .standard) -> [TicketNumber] {
        let text = subject.unicodeScalars.prefix(2_000).map(Crockford.folded)
        var found: [TicketNumber] = []
        var index = 0
        while index < text.count {
            let begins = index == 0 || !Crockford.isAlphanumeric(text[index - 1])
            if begins, let (number, end) = number(in: text, at: index, prefix: prefix) {
                if !found.contains(number) { found.append(number) }
                index = end
            } else {
                index += 1
            }
        }
        return found
    }

    /// A subject without the brackets in which a program put a number, such as `[AS-4Q7ZK0XM]` or `[Ticket#AS-4Q7ZK0XM]`.
    ///
    /// Numbers within a person's own words stay. Reads at most 2,000 characters.
    public static func withoutMarks(_ subject: String, prefix: TicketNumberPrefix = .standard) -> String {
        let scalars = Array(subject.unicodeScalars)
        guard scalars.count <= 2_000 else { return subject }
        var kept = String.UnicodeScalarView()
        var index = 0
        while index < scalars.count {
            if let close = closes[scalars[index]], let end = scalars[index...].prefix(60).firstIndex(of: close) {
                let inner = String(String.UnicodeScalarView(scalars[(index + 1)..<end]))
                if inner.unicodeScalars.count <= 40, !find(in: inner, prefix: prefix).isEmpty {
                    index = end + 1
                    while index < scalars.count, scalars[index] == " " { index += 1 }
                    continue
                }
            }
            kept.append(scalars[index])
            index += 1
        }
        while let last = kept.last, last == " " { kept.removeLast() }
        return String(kept)
    }

    private static let closes: [Unicode.Scalar: Unicode.Scalar] = ["[": "]", "(": ")", "【": "】"]

    private static func number(
        in text: [UInt8],
        at start: Int,
        prefix: TicketNumberPrefix
    ) -> (TicketNumber, end: Int)? {
        var index = start
        guard take(prefix.folded.count, from: text, at: &index, gaps: 1)?.elementsEqual(prefix.folded) == true else {
            return nil
        }
        var gap = 0
        while index < text.count, Crockford.isSeparator(text[index]), gap < 3 { (index, gap) = (index + 1, gap + 1) }
        guard let symbols = take(8, from: text, at: &index, gaps: 1),
            index == text.count || !Crockford.isAlphanumeric(text[index]),
            let number = try? checked(symbols[...], prefix: prefix)
        else { return nil }
        return (number, index)
    }

    /// Takes so many letters and digits; at most `gaps` dashes may stand between two of them.
    private static func take(_ count: Int, from text: [UInt8], at index: inout Int, gaps: Int) -> [UInt8]? {
        var taken: [UInt8] = []
        var dashes = 0
        while taken.count < count, index < text.count {
            if Crockford.isAlphanumeric(text[index]) {
                taken.append(text[index])
                dashes = 0
            } else if text[index] == Crockford.dash, dashes < gaps, !taken.isEmpty {
                dashes += 1
            } else {
                return nil
            }
            index += 1
        }
        return taken.count == count ? taken : nil
    }

    private static func checked(
        _ characters: ArraySlice<UInt8>,
        prefix: TicketNumberPrefix
    ) throws(TicketNumberError) -> TicketNumber {
        var values: [UInt8] = []
        for character in characters {
            guard let value = Crockford.value(character) else { throw .unreadable }
            values.append(value)
        }
        guard CheckCharacter.holds(values) else { throw .checkFailed }
        return TicketNumber(prefix: prefix, scrambled: values.dropLast().reduce(0) { $0 << 5 | UInt64($1) })
    }
}
