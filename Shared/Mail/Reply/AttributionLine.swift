/// Whether a text is the line above a quotation: `On 5 March 2024, Ann <ann@example.com> wrote:` in any language.
enum AttributionLine {
    static func matches(_ text: String, isFollowedByQuote: Bool) -> Bool {
        var core = Substring(text)
        var endsInColon = false
        while let last = core.unicodeScalars.last,
            TextLine.isBlank(last) || last == ":" || last == "：" || last == "*" || last == "." || last == "-"
        {
            if last == ":" || last == "：" { endsInColon = true }
            core.unicodeScalars.removeLast()
        }
        while let first = core.first, "-–— ".contains(first) { core.removeFirst() }
        guard core.utf8.count > 5 else { return false }
        let hasAddress = core.utf8.contains(0x40)
        let dated = hasDate(core)
        let verb = endsInVerb(core)
        let opens = ReplyMarkers.openings.begin(core)
        if verb, endsInColon { return dated && (opens || hasAddress) || hasAddress || isFollowedByQuote }
        if verb { return dated && (opens || hasAddress) && (isFollowedByQuote || hasAddress) }
        // `Il giorno 5 mar 2024 ha scritto Ann <ann@…>:` and Japanese lines without a verb.
        let ends = core.last == ">" || core.last == ")" || core.last == "]"
        if endsInColon || isFollowedByQuote {
            if dated, hasAddress, ends || opens, hasTime(core) || endsInColon { return true }
            if dated, opens, hasTime(core), endsInColon, isFollowedByQuote { return true }
            // `Ann <a@…> schrieb am 5. März um 10:00 Uhr:`
            if dated, opens || hasAddress, endsInColon, ReplyMarkers.verbs.isWithin(core) { return true }
        }
        return false
    }

    /// Whether a line may be the last of one: it ends in a colon, a verb, a bracket or dashes.
    static func mayEnd(_ key: String) -> Bool {
        guard let last = key.unicodeScalars.last else { return false }
        return ":：>)]-.*".unicodeScalars.contains(last) || !ReplyMarkers.verbs.ending(key).isEmpty
    }

    private static func endsInVerb(_ text: Substring) -> Bool {
        ReplyMarkers.verbs.ending(text).contains { count in
            let before = text.utf8.dropLast(count)
            guard let last = Substring(before).unicodeScalars.last else { return true }
            let isNative = text.unicodeScalars.last.map { $0.value >= 0x0E00 } ?? false
            return isNative || !last.properties.isAlphabetic
        }
    }

    /// A year, or a day beside a month or a time.
    static func hasDate(_ text: some StringProtocol) -> Bool {
        var (run, runs, long) = (0, 0, false)
        for byte in text.utf8 {
            if (0x30...0x39).contains(byte) {
                run += 1
            } else {
                if run > 0, run <= 4 { runs += 1 }
                if run == 4 { long = true }
                run = 0
            }
        }
        if run > 0, run <= 4 { runs += 1 }
        // Arabic and Thai have digits of their own.
        let others = text.unicodeScalars.contains {
            (0x660...0x669).contains($0.value) || (0xE50...0xE59).contains($0.value)
        }
        return long || runs >= 2 || others
    }

    private static func hasTime(_ text: Substring) -> Bool {
        var before: UInt8 = 0
        var wasColon = false
        for byte in text.utf8 {
            let isDigit = (0x30...0x39).contains(byte)
            if wasColon, isDigit { return true }
            wasColon = (byte == 0x3A || byte == 0x2E || byte == 0x68) && (0x30...0x39).contains(before)
            before = byte
        }
        return false
    }
}
