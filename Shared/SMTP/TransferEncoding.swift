/// How a text body travels through 7 bits (RFC 2045 section 6).
enum TransferEncoding {
    private static let lineLimit = 76

    /// The encoding's header, an empty line, and the text with CRLF line ends in whichever encoding is shorter; ends
    /// with a line end.
    static func append(_ text: String, to output: inout [UInt8]) {
        var bytes = LineEnds.canonical(Array(text.utf8))
        if bytes.last != UInt8(ascii: "\n") { bytes += [0x0D, 0x0A] }
        let start = output.count
        let limit = Base64.linesLength(bytes.count)
        if leastQuoted(bytes) <= limit {
            output += "Content-Transfer-Encoding: quoted-printable\r\n\r\n".utf8
            guard !appendQuotedPrintable(bytes, to: &output, atMost: limit) else { return }
            output.removeSubrange(start...)
        }
        output += "Content-Transfer-Encoding: base64\r\n\r\n".utf8
        Base64.appendLines(bytes, to: &output)
    }

    /// No quoted-printable of the text, up to its last line with something in it, is shorter: many Chinese or Arabic texts
    /// are over the limit by this alone.
    private static func leastQuoted(_ text: [UInt8]) -> Int {
        let wide = text.reduce(into: 0) { count, byte in count += Int(byte >> 7) }
        let ends = text.reversed().prefix { $0 == 0x0D || $0 == 0x0A }.count
        return text.count - ends + 2 * wide
    }

    /// False as soon as a line with something in it makes the text longer than the limit; line ends at the end are free.
    private static func appendQuotedPrintable(_ text: [UInt8], to output: inout [UInt8], atMost limit: Int) -> Bool {
        let most = output.count + limit
        var column = 0
        var index = 0
        while index < text.count {
            // Nearly all of a text: stretches of signs that stand for themselves and have room.
            let end = plainEnd(in: text, from: index, to: min(text.count, index + lineLimit - 1 - column), column)
            if end > index {
                output += text[index..<end]
                column += end - index
                index = end
                continue
            }
            let byte = text[index]
            index += 1
            // Canonical text: CR always stands before LF.
            if byte == 0x0D || byte == 0x0A {
                guard byte == 0x0A || column == 0 || output.count <= most else { return false }
                output.append(byte)
                column = 0
                continue
            }
            let endsLine = text[index] == 0x0D
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

    /// Where the stretch ends that needs no escape; `limit` is where the line does.
    private static func plainEnd(in text: [UInt8], from start: Int, to limit: Int, _ column: Int) -> Int {
        var end = start
        while end < limit {
            let byte = text[end]
            let isSign = byte > UInt8(ascii: ".") && byte < 0x7F && byte != UInt8(ascii: "=")
            // A line end stands behind every text, so something stands behind every space.
            let endsLine = (byte == 0x20 || byte == 0x09) && text[end + 1] == 0x0D
            guard isSign || isPlain(byte, endsLine: endsLine, startsLine: column + end == start) else { return end }
            end += 1
        }
        return end
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
