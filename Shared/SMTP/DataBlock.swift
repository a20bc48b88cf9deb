/// A message as it goes on the wire between DATA and the end-of-data mark; pure.
enum DataBlock {
    /// The mark that makes the relay responsible; held back until the caller has granted the message.
    static let end: [UInt8] = Array(".\r\n".utf8)

    /// Makes every line end CRLF, so that no relay sees an early end of data, and doubles leading dots (section 4.5.2).
    static func lines(of message: [UInt8]) -> [UInt8] {
        var block = LineEnds.canonical(message, doublingDots: true)
        if !block.isEmpty, block.last != UInt8(ascii: "\n") { block += [0x0D, 0x0A] }
        return block
    }
}

/// Line ends of messages.
enum LineEnds {
    /// CRLF for every CRLF, lone CR and lone LF.
    static func canonical(_ bytes: some Collection<UInt8>, doublingDots: Bool = false) -> [UInt8] {
        var lines: [UInt8] = []
        lines.reserveCapacity(bytes.count + bytes.count / 32 + 2)
        var previous = UInt8(ascii: "\n")
        var atLineStart = true
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\n") where previous == UInt8(ascii: "\r"):
                break
            case UInt8(ascii: "\r"), UInt8(ascii: "\n"):
                lines.append(0x0D)
                lines.append(0x0A)
                atLineStart = true
            default:
                if atLineStart, doublingDots, byte == UInt8(ascii: ".") { lines.append(byte) }
                lines.append(byte)
                atLineStart = false
            }
            previous = byte
        }
        return lines
    }
}
