/// Text as it stands in HTML, in UTF-8.
enum HTMLText {
    /// Adds text with its markup escaped; tabs become spaces and other control characters are left out.
    static func append(_ text: ArraySlice<UInt8>, to html: inout [UInt8]) {
        var copied = text.startIndex
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            let special = isSpecial(byte)
            // U+0080…U+009F are C2 and one byte more.
            let isControl = byte == 0xC2 && index + 1 < text.endIndex && text[index + 1] < 0xA0
            if special || isControl {
                html += text[copied..<index]
                if special { html += replacement(byte).utf8 }
                index += isControl ? 1 : 0
                copied = index + 1
            }
            index += 1
        }
        html += text[copied...]
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        switch byte {
        case 0..<0x20, 0x7F, UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""),
            UInt8(ascii: "'"):
            true
        default: false
        }
    }

    private static func replacement(_ byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        case UInt8(ascii: "\t"): " "
        default: ""
        }
    }
}
