/// Web addresses in running text, in UTF-8.
enum WebAddress {
    /// Where the first one is: up to a character no address has, without the punctuation of the sentence around it.
    static func first(in text: ArraySlice<UInt8>) -> Range<Int>? {
        var index = text.startIndex
        while index < text.endIndex {
            if text[index] == UInt8(ascii: "h"), let rest = schemeEnd(at: index, in: text) {
                return index..<end(from: rest, in: text)
            }
            index += 1
        }
        return nil
    }

    /// Behind `http://` or `https://`, unless the first or last character is part of another one.
    private static func schemeEnd(at start: Int, in text: ArraySlice<UInt8>) -> Int? {
        var index = start
        for byte in "http".utf8 {
            guard index < text.endIndex, text[index] == byte else { return nil }
            index += 1
        }
        if index < text.endIndex, text[index] == UInt8(ascii: "s") { index += 1 }
        for byte in "://".utf8 {
            guard index < text.endIndex, text[index] == byte else { return nil }
            index += 1
        }
        return isJoined(start, in: text) || isJoined(index, in: text) ? nil : index
    }

    private static func end(from start: Int, in text: ArraySlice<UInt8>) -> Int {
        var end = start
        while end < text.endIndex, isPart(text[end]) { end += 1 }
        if end > start, isJoined(end, in: text) { end -= 1 }
        while end > start, isPunctuation(text[end - 1]) { end -= 1 }
        return end
    }

    /// Whether the characters before and after this place are seen as one, such as a letter and an accent.
    private static func isJoined(_ index: Int, in text: ArraySlice<UInt8>) -> Bool {
        guard index > text.startIndex, index < text.endIndex, text[index] >= 0x80 || text[index - 1] >= 0x80 else {
            return false
        }
        var (start, end) = (index - 1, index + 1)
        while start > text.startIndex, text[start] & 0xC0 == 0x80 { start -= 1 }
        while end < text.endIndex, text[end] & 0xC0 == 0x80 { end += 1 }
        return String(decoding: text[start..<end], as: UTF8.self).count == 1
    }

    private static func isPart(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x09, 0x20, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"),
            UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "|"), UInt8(ascii: "\\"),
            UInt8(ascii: "^"):
            false
        default: byte < 0x80
        }
    }

    private static func isPunctuation(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "!"),
            UInt8(ascii: "?"), UInt8(ascii: ")"), UInt8(ascii: "]"):
            true
        default: false
        }
    }
}
