/// Texts as JSON strings (RFC 8259, 7), escaping no more than must be, slashes not at all.
enum JSONString {
    private static let digits = Array("0123456789abcdef".utf8)

    /// Appends the text with its quotation marks.
    static func write(_ text: String, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            if unsafe isPlain(utf8) {
                unsafe out.append(contentsOf: utf8)
            } else {
                for index in utf8.indices { write(unsafe utf8[index], to: &out) }
            }
        }
        out.append(UInt8(ascii: "\""))
    }

    /// Whether nothing needs escaping; looks at every byte, since that is quicker than to stop early.
    private static func isPlain(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
        var special: UInt8 = 0
        for index in utf8.indices {
            let byte = unsafe utf8[index]
            let isSpecial = byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
            special |= isSpecial ? 1 : 0
        }
        return special == 0
    }

    private static func write(_ byte: UInt8, to out: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): out += [UInt8(ascii: "\\"), byte]
        case 0x08: out += "\\b".utf8
        case 0x09: out += "\\t".utf8
        case 0x0A: out += "\\n".utf8
        case 0x0C: out += "\\f".utf8
        case 0x0D: out += "\\r".utf8
        case ..<0x20: out += "\\u00".utf8 + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        default: out.append(byte)
        }
    }
}
