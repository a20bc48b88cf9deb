/// A mail that somebody passed on, and who wrote it first.
public struct ForwardedMail: Sendable, Equatable {
    /// Who wrote it; nil where the text does not say.
    public let sender: Mailbox?
    /// Its subject; nil where the text does not say.
    public let subject: String?

    /// Prefixes of subjects by which programs mark forwarded mail, lower case.
    static let prefixes: Set<String> = [
        "fw", "fwd", "wg", "tr", "rv", "enc", "i", "转发", "轉寄", "轉發", "전달", "転送", "пересл", "пер", "переслано", "fwd:",
        "vs", "doorst", "vl", "pd", "ilt", "ynt-ilt", "ileti", "inoltro", "inoltra", "rif-i", "chuyển tiếp",
        "chuyển-tiếp", "teruskan", "trs", "ส่งต่อ", "إعادة توجيه", "إعادة التوجيه", "vb", "továbbítás", "przek", "fs",
        "msg fwd", "reenv", "res-env", "fwd(2)", "sambaza",
    ]

    /// Nil where neither subject nor text marks the mail as forwarded.
    static func find(subject: String, parts: ReplyParts) -> ForwardedMail? {
        guard parts.isForwarded || isPrefixed(subject) else { return nil }
        let lines =
            parts.quotedHeader
            + parts.quotedText.split(separator: "\n", omittingEmptySubsequences: false).prefix(20).map { String($0) }
        return ForwardedMail(sender: sender(lines), subject: value(lines, ReplyMarkers.subjectLabels))
    }

    static func isPrefixed(_ subject: String) -> Bool {
        guard let colon = subject.prefix(30).firstIndex(where: { $0 == ":" || $0 == "：" }) else { return false }
        var prefix = subject[..<colon].lowercased()
        while prefix.last == " " || prefix.last == "." { prefix.removeLast() }
        return prefixes.contains(prefix)
    }

    private static func sender(_ lines: [String]) -> Mailbox? {
        guard
            let value = value(lines, ReplyMarkers.fromLabels)
                ?? lines.first(where: { $0.contains("@") && !$0.hasPrefix(">") })
        else { return nil }
        let text = value.replacing("[mailto:", with: "<").replacing("]", with: ">").replacing("(mailto:", with: "(")
        let found = AddressList.read(Array(text.utf8), atMost: 2)
        return found.first { $0.address.contains("@") } ?? found.first
    }

    private static func value(_ lines: [String], _ labels: Set<String>) -> String? {
        for text in lines {
            guard let label = TextLine(text[...], isQuoted: false).labelled, labels.contains(label.name),
                let colon = text.firstIndex(where: { $0 == ":" || $0 == "：" })
            else { continue }
            let value = text[text.index(after: colon)...].drop { $0 == " " || $0 == "*" || $0 == "\t" }
            if !value.isEmpty { return String(value) }
        }
        return nil
    }
}
