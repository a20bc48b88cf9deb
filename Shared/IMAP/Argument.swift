/// How arguments of commands are written (RFC 3501 section 4.3).
enum Argument {
    /// A quoted string; `nil` when the text needs a literal.
    static func quoted(_ text: String) -> String? {
        let isPlain = text.utf8.count <= 1_000 && text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
        guard isPlain else { return nil }
        return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// A mailbox's name in the letters of section 5.1.3 (modified UTF-7), quoted.
    static func mailbox(_ name: String) -> String {
        var text = ""
        var units: [UInt16] = []
        for unit in name.utf16 {
            guard (0x20..<0x7F).contains(unit) else {
                units.append(unit)
                continue
            }
            text += shifted(&units)
            text += unit == 0x26 ? "&-" : String(Character(UnicodeScalar(UInt8(unit))))
        }
        text += shifted(&units)
        return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    private static func shifted(_ units: inout [UInt16]) -> String {
        guard !units.isEmpty else { return "" }
        defer { units = [] }
        let bytes = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        let base64 = Base64.text(bytes).replacing("=", with: "").replacing("/", with: ",")
        return "&\(base64)-"
    }
}
