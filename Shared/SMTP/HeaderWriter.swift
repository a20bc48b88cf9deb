/// Writes header fields, folded to at most 78 characters a line where a break is possible (RFC 5322 section 2.1.1).
struct HeaderWriter {
    static let lineLimit = 78
    /// What has been written; whole fields only, unless one was refused.
    var bytes: [UInt8] = []
    private var lineStart = 0
    private var hasToken = false

    init(capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
    }

    /// Free text: encoded words where it is not plain ASCII or has words too long to fold.
    mutating func text(_ name: String, _ value: String) throws(SMTPError) {
        try Self.refuseLineBreaks(value, header: name)
        let room = Self.lineLimit - name.utf8.count - 2
        try begin(name)
        if Self.isFoldable(value, room: room) {
            try words(value, of: name)
        } else {
            for word in EncodedWord.words(value, first: room) { try append(word, to: name) }
        }
        end()
    }

    /// A value with a grammar of its own: broken at spaces only, encoded words only where it is not ASCII.
    mutating func structured(_ name: String, _ value: String) throws(SMTPError) {
        try Self.refuseLineBreaks(value, header: name)
        guard value.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) else { return try text(name, value) }
        try begin(name)
        if !value.isEmpty, Self.isFoldable(value, room: Self.lineLimit - name.utf8.count - 2) {
            try words(value, of: name)
        } else {
            for word in value.utf8.split(separator: 0x20) { try append(word, to: name) }
        }
        end()
    }

    /// A display name and an address.
    mutating func mailbox(_ header: String, name: String, address: String) throws(SMTPError) {
        try Self.refuseLineBreaks(name, header: header)
        try Self.refuseLineBreaks(address, header: header)
        try MailAddress.check(address, field: header)
        try begin(header)
        if !name.isEmpty { try phrase(name, of: header) }
        try append(Array(name.isEmpty ? address.utf8 : "<\(address)>".utf8), to: header)
        end()
    }

    /// Pieces joined by single spaces; a line may break before any piece but the first.
    mutating func tokens(_ name: String, _ tokens: [[UInt8]]) throws(SMTPError) {
        try begin(name)
        for token in tokens { try append(token, to: name) }
        end()
    }

    /// A header name that is safe to show in an error.
    static func shown(_ name: String) -> String {
        let bytes = name.utf8.prefix(40).map { (0x21..<0x7F).contains($0) ? $0 : UInt8(ascii: "?") }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func refuseLineBreaks(_ value: String, header: String) throws(SMTPError) {
        for byte in value.utf8 where byte == 0x0D || byte == 0x0A || byte == 0 {
            let reason = "holds a line break or NUL, which could forge a header"
            throw .invalidHeader(name: shown(header), reason: reason)
        }
    }

    // MARK: one field

    private mutating func begin(_ name: String) throws(SMTPError) {
        try Self.checkName(name)
        lineStart = bytes.count
        hasToken = false
        bytes += name.utf8
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func append(_ token: some Collection<UInt8>, to name: String) throws(SMTPError) {
        if hasToken, bytes.count - lineStart + 1 + token.count > Self.lineLimit {
            end()
            lineStart = bytes.count
        }
        hasToken = true
        bytes.append(0x20)
        bytes += token
        // RFC 5322 section 2.1.1: no line over 998 characters.
        guard bytes.count - lineStart <= 998 else {
            throw .invalidHeader(name: name, reason: "has a word over 990 bytes")
        }
    }

    private mutating func end() {
        bytes.append(0x0D)
        bytes.append(0x0A)
    }

    /// Foldable text, in one piece where it needs no fold.
    private mutating func words(_ value: String, of name: String) throws(SMTPError) {
        guard bytes.count - lineStart + 1 + value.utf8.count > Self.lineLimit else {
            return try append(value.utf8, to: name)
        }
        for word in value.utf8.split(separator: 0x20) { try append(word, to: name) }
    }

    private mutating func phrase(_ name: String, of header: String) throws(SMTPError) {
        let room = Self.lineLimit - header.utf8.count - 2
        let quoted = Self.quoted(name)
        guard Self.isFoldable(name, room: room - 2), quoted.count <= room else {
            for word in EncodedWord.words(name, first: room) { try append(word, to: header) }
            return
        }
        let isPlain = name.utf8.allSatisfy { MailAddress.isLetterOrDigit($0) || $0 == 0x20 || $0 == UInt8(ascii: "-") }
        if isPlain { try words(name, of: header) } else { try append(quoted, to: header) }
    }

    private static func quoted(_ name: String) -> [UInt8] {
        var quoted: [UInt8] = [UInt8(ascii: "\"")]
        quoted.reserveCapacity(name.utf8.count + 4)
        for byte in name.utf8 {
            if byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "\"") { quoted.append(UInt8(ascii: "\\")) }
            quoted.append(byte)
        }
        quoted.append(UInt8(ascii: "\""))
        return quoted
    }

    private static func checkName(_ name: String) throws(SMTPError) {
        let isToken = name.utf8.allSatisfy { (0x21..<0x7F).contains($0) && $0 != UInt8(ascii: ":") }
        guard isToken, (1...40).contains(name.utf8.count) else {
            throw .invalidHeader(name: shown(name), reason: "the name must be 1 to 40 characters, no space or colon")
        }
    }

    /// Whether folding at spaces alone keeps the text, byte for byte, within the line limit.
    private static func isFoldable(_ value: String, room: Int) -> Bool {
        var longest = min(room, lineLimit - 1)
        var length = 0
        var previous: UInt8 = 0
        for byte in value.utf8 {
            guard (0x20..<0x7F).contains(byte), byte != UInt8(ascii: "?") || previous != UInt8(ascii: "=") else {
                return false
            }
            previous = byte
            if byte == 0x20 {
                guard length > 0 else { return false }
                length = 0
                longest = lineLimit - 1
            } else {
                length += 1
                guard length <= longest else { return false }
            }
        }
        return length > 0 || value.isEmpty
    }
}
