/// One reply of a relay: its code and its text.
struct SMTPReply: Sendable, Equatable {
    let code: Int
    /// Printable ASCII, at most 200 bytes, addresses masked.
    let text: String

    init(code: Int, text: String) {
        self.code = code
        self.text = Self.harmless(text)
    }

    var isPositive: Bool { (200..<300).contains(code) }
    var isTemporary: Bool { (400..<500).contains(code) }
    var isPermanent: Bool { (500..<600).contains(code) }

    /// Relays like to quote the recipient in their replies; an operator's log must not.
    private static func harmless(_ text: String) -> String {
        guard !isHarmless(text) else { return text }
        let printable = text.utf8.prefix(2_000).map { (0x20..<0x7F).contains($0) ? $0 : UInt8(ascii: " ") }
        let words = String(decoding: printable, as: UTF8.self).split(separator: " ")
        let masked = words.map { $0.contains("@") ? "<address>" : $0 }
        return String(masked.joined(separator: " ").prefix(200))
    }

    /// Short words between single spaces, as most replies are.
    private static func isHarmless(_ text: String) -> Bool {
        var previous = UInt8(ascii: " ")
        for byte in text.utf8 {
            guard (0x20..<0x7F).contains(byte), byte != UInt8(ascii: "@") else { return false }
            guard byte != UInt8(ascii: " ") || previous != byte else { return false }
            previous = byte
        }
        return text.utf8.count <= 200 && (previous != UInt8(ascii: " ") || text.isEmpty)
    }
}
