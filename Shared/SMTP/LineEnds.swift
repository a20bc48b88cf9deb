/// Line ends of messages.
enum LineEnds {
    /// CRLF for every CRLF, lone CR and lone LF; what needs no change is copied in stretches, or not at all.
    static func canonical(_ bytes: [UInt8], doublingDots: Bool = false) -> [UInt8] {
        var lines: [UInt8] = []
        var copied = 0
        var previous = UInt8(ascii: "\n")
        for index in bytes.indices {
            let byte = bytes[index]
            if byte <= 0x0D || byte == UInt8(ascii: "."),
                let new = replacement(byte, previous, at: index, in: bytes, doublingDots)
            {
                if copied == 0 { lines.reserveCapacity(bytes.count + bytes.count / 16 + 2) }
                lines += bytes[copied..<index]
                lines.append(new.0)
                lines.append(new.1)
                copied = index + 1
            }
            previous = byte
        }
        guard copied > 0 else { return bytes }
        lines += bytes[copied...]
        return lines
    }

    /// What stands for a byte that cannot stay as it is.
    private static func replacement(
        _ byte: UInt8,
        _ previous: UInt8,
        at index: Int,
        in bytes: [UInt8],
        _ doublingDots: Bool
    ) -> (UInt8, UInt8)? {
        switch byte {
        case UInt8(ascii: "\r"):
            let isPair = index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "\n")
            return isPair ? nil : (0x0D, 0x0A)
        case UInt8(ascii: "\n"): return previous == UInt8(ascii: "\r") ? nil : (0x0D, 0x0A)
        case UInt8(ascii: "."):
            let startsLine = previous == UInt8(ascii: "\n") || previous == UInt8(ascii: "\r")
            return doublingDots && startsLine ? (byte, byte) : nil
        default: return nil
        }
    }
}
