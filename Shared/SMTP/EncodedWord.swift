/// Encoded words (RFC 2047), in UTF-8, in the shorter of B and Q.
enum EncodedWord {
    /// `=?UTF-8?B?` and `?=`.
    private static let frame = 12
    private static let most = 75

    /// Words of at most 75 characters, the first of at most `first`; none splits a character of the text.
    static func words(_ text: String, first: Int) -> [[UInt8]] {
        let bytes = Array(text.utf8)
        let isQuoted = quotedCost(bytes[...]) <= (bytes.count + 2) / 3 * 4
        var words: [[UInt8]] = []
        var start = 0
        while start < bytes.count {
            let room = (words.isEmpty ? min(most, first) : most) - frame
            let limit = start + fitting(bytes[start...], in: room, isQuoted)
            let end = limit < bytes.count ? lastEnd(in: text, bytes, from: start, to: limit) : limit
            words.append(word(bytes[start..<end], isQuoted))
            start = end
        }
        return words
    }

    /// How many bytes a word has room for, at least one.
    private static func fitting(_ bytes: ArraySlice<UInt8>, in room: Int, _ isQuoted: Bool) -> Int {
        guard isQuoted else { return min(bytes.count, max(1, room / 4 * 3)) }
        var length = 0
        for index in bytes.indices {
            length += cost(bytes[index])
            if length > room { return max(1, index - bytes.startIndex) }
        }
        return bytes.count
    }

    /// The last place up to `limit` where a word may end.
    ///
    /// That is between user-perceived characters, or between Unicode scalars of a character with so many marks that no
    /// word could hold it: 8 bytes are 24 characters in Q, what the first word has room for after the longest header
    /// name, 40.
    private static func lastEnd(in text: String, _ bytes: [UInt8], from start: Int, to limit: Int) -> Int {
        // Between two ASCII characters no mark can be; line breaks are refused before.
        if bytes[limit] < 0x80, bytes[limit - 1] < 0x80 { return limit }
        let place = text.utf8.index(text.startIndex, offsetBy: limit)
        let after = text.index(after: place)
        let before = text.index(before: after)
        if text.utf8.distance(from: before, to: after) <= 8 {
            let end = limit - text.utf8.distance(from: before, to: place)
            return end > start ? end : start + 1
        }
        var end = limit
        while end > start + 1, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        return end
    }

    private static func quotedCost(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.reduce(0) { $0 + cost($1) }
    }

    private static func word(_ bytes: ArraySlice<UInt8>, _ isQuoted: Bool) -> [UInt8] {
        var word: [UInt8] = []
        word.reserveCapacity(most)
        word += (isQuoted ? "=?UTF-8?Q?" : "=?UTF-8?B?").utf8
        if isQuoted {
            for byte in bytes { appendQuoted(byte, to: &word) }
        } else {
            Base64.append(bytes, to: &word)
        }
        word += "?=".utf8
        return word
    }

    private static func appendQuoted(_ byte: UInt8, to word: inout [UInt8]) {
        if byte == 0x20 {
            word.append(UInt8(ascii: "_"))
        } else if cost(byte) == 1 {
            word.append(byte)
        } else {
            Hexadecimal.appendEscape(of: byte, to: &word)
        }
    }

    /// Length in Q; only what is safe inside a phrase stays as it is (section 5, rule 3).
    private static func cost(_ byte: UInt8) -> Int {
        switch byte {
        case 0x20, UInt8(ascii: "!"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "/"): 1
        default: MailAddress.isLetterOrDigit(byte) ? 1 : 3
        }
    }
}
