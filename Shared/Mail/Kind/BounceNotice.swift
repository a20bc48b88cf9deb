/// The text of a bounce: what the mail system says, and the copy of the mail below it.
struct BounceNotice {
    let words: String
    /// Header of the copy within the text; nil where there is none.
    let copy: MailHeaders?

    /// Lines that nothing but a copy follows, lower case, without dashes and blanks before them.
    private static let certain = Phrases([
        "below this line is a copy", "this is a copy of", "original message follows", "message header follows",
        "unsent message below",
        "returned message follows", "your message follows", "message body follows", "the header of the original",
        "copy of the message",
    ])
    /// Lines that lead to a copy, lower case, without dashes and blanks before them.
    private static let marks = Phrases([
        "below this line is a copy", "this is a copy of", "original message", "original-message",
        "the header of the original",
        "message header follows", "the message headers", "headers of the original", "unsent message",
        "mensaje original",
        "message original", "mensagem original", "messaggio originale", "ursprüngliche nachricht", "originalnachricht",
        "копия", "исходное сообщение", "原信", "原邮件", "原始邮件", "原郵件", "元のメッセージ", "원본", "forwarded message",
        "the first ", "first lines of", "returned message", "your message follows", "your original message",
        "here is your",
        "message body follows", "returned content", "undelivered message", "contents of the message",
        "copy of the message",
        "here are the headers", "message text follows", "start of returned message", "included is a copy",
        "rejected message",
    ])
    /// Fields that only a copied header has.
    private static let telling: Set<String> = [
        "received", "return-path", "message-id", "mime-version", "dkim-signature", "x-mailer", "x-received",
        "content-type", "delivered-to", "references",
    ]

    init(_ text: String, _ limits: MailLimits) {
        let lines = text.prefix(20_000).split(separator: "\n", omittingEmptySubsequences: false)
        let end = lines.indices.first { Self.leadsToCopy(lines, $0) } ?? lines.count
        words = lines[..<end].joined(separator: "\n")
        let header = lines[end...].firstIndex { Self.isField($0) && !Self.isMark($0) }
        copy = header.map { start in
            let bytes = lines[start...].map { String(Self.unquoted($0)) }.joined(separator: "\n")
            return HeaderBlock.read(Array(bytes.utf8)[...], limits).headers
        }
    }

    private static func leadsToCopy(_ lines: [Substring], _ index: Int) -> Bool {
        guard index > 0 else { return false }
        if isMark(lines[index], certain) { return true }
        if isMark(lines[index]),
            lines[(index + 1)...].prefix(8).contains(where: isField) || !hasAddress(lines[(index + 1)...])
        {
            return true
        }
        guard let name = fieldName(lines[index]) else { return false }
        let names = lines[index...].prefix(7).compactMap(fieldName)
        return names.count >= 3 && telling.contains(name) || names.count >= 4 && names.contains(where: telling.contains)
    }

    private static func isMark(_ line: Substring, _ phrases: Phrases = marks) -> Bool {
        let key = line.lowercased().drop { "-=_*#> \t(:".contains($0) }
        return key.utf8.count < 120 && phrases.begin(key)
    }

    /// Whether lines name an address outside a header: they do not belong to the copy alone.
    private static func hasAddress(_ lines: ArraySlice<Substring>) -> Bool {
        lines.prefix(20).contains { $0.utf8.contains(0x40) && !isField($0) }
    }

    private static func isField(_ line: Substring) -> Bool { fieldName(line) != nil }

    private static func unquoted(_ line: Substring) -> Substring { line.hasPrefix("> ") ? line.dropFirst(2) : line }

    /// Name of a header field at the beginning of a line, lower case.
    private static func fieldName(_ line: Substring) -> String? {
        let line = unquoted(line)
        guard let colon = line.utf8.prefix(40).firstIndex(of: 0x3A), colon != line.startIndex,
            line.utf8[..<colon].allSatisfy({ (0x61...0x7A).contains($0 | 0x20) || $0 == 0x2D })
        else { return nil }
        return line[..<colon].lowercased()
    }
}
