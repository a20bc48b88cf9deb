/// How a text body travels through 7 bits (RFC 2045 section 6).
enum TransferEncoding {
    private static let lineLimit = 76

    /// The encoding's header, an empty line, and the text with CRLF line ends in whichever encoding is shorter; ends
    /// with a line end.
    static func append(_ text: String, to output: inout [UInt8]) {
        var bytes = LineEnds.canonical(Array(text.utf8))
        if bytes.last != UInt8(ascii: "\n") { bytes += [0x0D, 0x0A] }
        let start = output.count
        output += "Content-Transfer-Encoding: quoted-printable\r\n\r\n".utf8
        guard !appendQuotedPrintable(bytes, to: &output, atMost: Base64.linesLength(bytes.count)) else { return }
        output.removeSubrange(start...)
        output += "Content-Transfer-Encoding: base64\r\n\r\n".utf8
        Base64.appendLines(bytes, to: &output)
    }

    /// False as soon as a line with something in it makes the text longer than the limit; line ends at the end are free.
    private static func appendQuotedPrintable(_ text: [UInt8], to output: inout [UInt8], atMost limit: Int) -> Bool {
        let most = output.count + limit
        var column = 0
        for index in text.indices {
            let byte = text[index]
            // Nearly all of a text: a sign that stands for itself wherever it is, with room for it.
            if byte > UInt8(ascii: "."), byte < 0x7F, byte != UInt8(ascii: "="), column < lineLimit - 1 {
                output.append(byte)
                column += 1
                continue
            }
            // Canonical text: CR always stands before LF.
            if byte == 0x0D || byte == 0x0A {
                guard byte == 0x0A || column == 0 || output.count <= most else { return false }
                output.append(byte)
                column = 0
                continue
            }
            let endsLine = text[index + 1] == 0x0D
            let width = isPlain(byte, endsLine: endsLine, startsLine: column == 0) ? 1 : 3
            if column + width > (endsLine ? lineLimit : lineLimit - 1) {
                guard output.count <= most else { return false }
                output += [UInt8(ascii: "="), 0x0D, 0x0A]
                column = 0
            }
            if width == 1 { output.append(byte) } else { Hexadecimal.appendEscape(of: byte, to: &output) }
            column += width
        }
        return true
    }

    /// Spaces before a line end and dots at a line's start do not survive every relay, so they are escaped.
    private static func isPlain(_ byte: UInt8, endsLine: Bool, startsLine: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "="): false
        case 0x09, 0x20: !endsLine
        case UInt8(ascii: "."): !startsLine
        default: (0x21..<0x7F).contains(byte)
        }
    }
}
