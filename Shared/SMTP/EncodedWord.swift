/// Encoded words (RFC 2047), in UTF-8, in the shorter of B and Q.
enum EncodedWord {
    /// `=?UTF-8?B?` and `?=`.
    private static let frame = 12
    private static let most = 75

    /// Words of at most 75 characters, the first of at most `first`; none splits a character of the text.
    static func words(_ text: String, first: Int) -> [String] {
        let base64Cost = (text.utf8.count + 2) / 3 * 4
        let quotedCost = text.utf8.reduce(0) { $0 + cost($1) }
        let isQuoted = quotedCost <= base64Cost
        var words: [String] = []
        var chunk: [UInt8] = []
        for piece in pieces(text) {
            let room = (words.isEmpty ? min(most, first) : most) - frame
            if !chunk.isEmpty, length(chunk + piece, isQuoted) > room {
                words.append(word(chunk, isQuoted))
                chunk = []
            }
            chunk += piece
        }
        if !chunk.isEmpty { words.append(word(chunk, isQuoted)) }
        return words
    }

    /// User-perceived characters, or Unicode scalars of a character with so many marks that no word could hold it.
    private static func pieces(_ text: String) -> [[UInt8]] {
        text.flatMap { character -> [[UInt8]] in
            let bytes = Array(character.utf8)
            // 8 bytes are 24 characters in Q: what the first word has room for after the longest header name, 40.
            guard bytes.count > 8 else { return [bytes] }
            return character.unicodeScalars.map { Array(String($0).utf8) }
        }
    }

    private static func length(_ bytes: [UInt8], _ isQuoted: Bool) -> Int {
        isQuoted ? bytes.reduce(0) { $0 + cost($1) } : (bytes.count + 2) / 3 * 4
    }

    private static func word(_ bytes: [UInt8], _ isQuoted: Bool) -> String {
        guard isQuoted else { return "=?UTF-8?B?\(Base64.text(bytes))?=" }
        let letters = bytes.map { byte in
            if byte == 0x20 { return "_" }
            return cost(byte) == 1 ? String(UnicodeScalar(byte)) : "=" + Hexadecimal.upper(byte)
        }
        return "=?UTF-8?Q?\(letters.joined())?="
    }

    /// Length in Q; only what is safe inside a phrase stays as it is (section 5, rule 3).
    private static func cost(_ byte: UInt8) -> Int {
        MailAddress.isLetterOrDigit(byte) || byte == 0x20 || "!*+-/".utf8.contains(byte) ? 1 : 3
    }
}
