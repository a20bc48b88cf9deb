/// How a text body travels through 7 bits (RFC 2045 section 6).
enum TransferEncoding {
    private static let lineLimit = 76

    /// The text with CRLF line ends in whichever encoding is shorter; ends with a line end.
    static func shortest(_ text: String) -> (name: String, bytes: [UInt8]) {
        var bytes = LineEnds.canonical(text.utf8)
        if bytes.last != UInt8(ascii: "\n") { bytes += [0x0D, 0x0A] }
        let base64 = Base64.lines(bytes)
        guard let quoted = quotedPrintable(bytes, atMost: base64.count) else { return ("base64", base64) }
        return ("quoted-printable", quoted)
    }

    /// `nil` as soon as it gets longer than the limit.
    private static func quotedPrintable(_ bytes: [UInt8], atMost limit: Int) -> [UInt8]? {
        var output: [UInt8] = []
        var column = 0
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 0x0D {
                // Canonical text: CR always stands before LF.
                output += [0x0D, 0x0A]
                column = 0
                index += 2
                continue
            }
            let isLast = index + 1 == bytes.count || bytes[index + 1] == 0x0D
            let symbol = symbol(byte, endsLine: isLast, startsLine: column == 0)
            if column + symbol.count > (isLast ? lineLimit : lineLimit - 1) {
                output += [UInt8(ascii: "="), 0x0D, 0x0A]
                column = 0
            }
            output += symbol
            column += symbol.count
            index += 1
            guard output.count <= limit else { return nil }
        }
        return output
    }

    /// Spaces before a line end and dots at a line's start do not survive every relay, so they are escaped.
    private static func symbol(_ byte: UInt8, endsLine: Bool, startsLine: Bool) -> [UInt8] {
        let isPlain =
            switch byte {
            case UInt8(ascii: "="): false
            case 0x09, 0x20: !endsLine
            case UInt8(ascii: "."): !startsLine
            default: (0x21..<0x7F).contains(byte)
            }
        return isPlain ? [byte] : [UInt8(ascii: "=")] + Array(Hexadecimal.upper(byte).utf8)
    }
}
