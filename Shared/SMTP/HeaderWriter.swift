/// Writes header fields, folded to at most 78 characters a line where a break is possible (RFC 5322 section 2.1.1).
struct HeaderWriter {
    static let lineLimit = 78
    private(set) var bytes: [UInt8] = []

    /// Free text: encoded words where it is not plain ASCII or has words too long to fold.
    mutating func text(_ name: String, _ value: String) throws(SMTPError) {
        try Self.refuseLineBreaks(value, header: name)
        let room = Self.lineLimit - name.utf8.count - 2
        try tokens(name, Self.isFoldable(value, room: room) ? Self.words(value) : EncodedWord.words(value, first: room))
    }

    /// A value with a grammar of its own: broken at spaces only, encoded words only where it is not ASCII.
    mutating func structured(_ name: String, _ value: String) throws(SMTPError) {
        try Self.refuseLineBreaks(value, header: Self.shown(name))
        guard value.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) else { return try text(name, value) }
        try tokens(name, Self.words(value).filter { !$0.isEmpty })
    }

    /// A display name and an address.
    mutating func mailbox(_ header: String, name: String, address: String) throws(SMTPError) {
        try Self.refuseLineBreaks(name, header: header)
        try Self.refuseLineBreaks(address, header: header)
        try MailAddress.check(address, field: header)
        guard !name.isEmpty else { return try tokens(header, [address]) }
        try tokens(header, Self.phrase(name, room: Self.lineLimit - header.utf8.count - 2) + ["<\(address)>"])
    }

    /// Pieces joined by single spaces; a line may break before any piece but the first.
    mutating func tokens(_ name: String, _ tokens: [String]) throws(SMTPError) {
        try Self.checkName(name)
        var line = name + ":"
        for (index, token) in tokens.enumerated() {
            if index > 0, line.utf8.count + 1 + token.utf8.count > Self.lineLimit {
                bytes += Array(line.utf8) + [0x0D, 0x0A]
                line = ""
            }
            line += " " + token
            // RFC 5322 section 2.1.1: no line over 998 characters.
            guard line.utf8.count <= 998 else { throw .invalidHeader(name: name, reason: "has a word over 990 bytes") }
        }
        bytes += Array(line.utf8) + [0x0D, 0x0A]
    }

    /// A header name that is safe to show in an error.
    static func shown(_ name: String) -> String {
        let bytes = name.utf8.prefix(40).map { (0x21..<0x7F).contains($0) ? $0 : UInt8(ascii: "?") }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func refuseLineBreaks(_ value: String, header: String) throws(SMTPError) {
        guard !value.utf8.contains(where: { $0 == 0x0D || $0 == 0x0A || $0 == 0 }) else {
            throw .invalidHeader(name: shown(header), reason: "holds a line break or NUL, which could forge a header")
        }
    }

    private static func checkName(_ name: String) throws(SMTPError) {
        let isToken = name.utf8.allSatisfy { (0x21..<0x7F).contains($0) && $0 != UInt8(ascii: ":") }
        guard isToken, (1...40).contains(name.utf8.count) else {
            throw .invalidHeader(name: shown(name), reason: "the name must be 1 to 40 characters, no space or colon")
        }
    }

    /// Whether folding at spaces alone keeps the text, byte for byte, within the line limit.
    private static func isFoldable(_ value: String, room: Int) -> Bool {
        guard value.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }), !value.contains("=?") else { return false }
        let words = words(value)
        let fits = words.allSatisfy { !$0.isEmpty && $0.utf8.count < lineLimit }
        return value.isEmpty || (fits && words[0].utf8.count <= room)
    }

    private static func words(_ value: String) -> [String] {
        value.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    }

    private static func phrase(_ name: String, room: Int) -> [String] {
        let quoted = "\"" + name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
        guard isFoldable(name, room: room - 2), quoted.utf8.count <= room else {
            return EncodedWord.words(name, first: room)
        }
        let isPlain = name.utf8.allSatisfy { MailAddress.isLetterOrDigit($0) || $0 == 0x20 || $0 == UInt8(ascii: "-") }
        return isPlain ? words(name) : [quoted]
    }
}
