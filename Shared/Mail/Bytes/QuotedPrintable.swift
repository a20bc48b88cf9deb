/// RFC 2045 section 6.7; what is no code stays as it is.
enum QuotedPrintable {
    static func decoded(_ bytes: ArraySlice<UInt8>, underscoreIsSpace: Bool = false) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var at = bytes.startIndex
        while at < bytes.endIndex {
            let byte = bytes[at]
            guard byte == UInt8(ascii: "=") else {
                out.append(underscoreIsSpace && byte == UInt8(ascii: "_") ? 0x20 : byte)
                at += 1
                continue
            }
            if let end = softBreakEnd(bytes, at + 1) {
                at = end
            } else if at + 2 < bytes.endIndex, let high = nibble(bytes[at + 1]), let low = nibble(bytes[at + 2]) {
                out.append(high << 4 | low)
                at += 3
            } else {
                out.append(byte)
                at += 1
            }
        }
        return out
    }

    /// Behind a line end that only blanks separate from the equals sign.
    private static func softBreakEnd(_ bytes: ArraySlice<UInt8>, _ from: Int) -> Int? {
        var at = from
        while at < bytes.endIndex, at - from < 80, bytes[at] == 0x20 || bytes[at] == 0x09 || bytes[at] == 0x0D {
            at += 1
        }
        if at == bytes.endIndex { return at }
        return bytes[at] == 0x0A ? at + 1 : nil
    }

    static func nibble(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
