/// The lines of a text in UTF-8, at every line end that Unicode knows.
struct TextLines: IteratorProtocol {
    private let text: [UInt8]
    private var start = 0
    private var isOver = false

    init(_ text: [UInt8]) {
        self.text = text
    }

    /// The next line without its end; the last one is what follows the last line end, be it nothing.
    mutating func next() -> ArraySlice<UInt8>? {
        guard !isOver else { return nil }
        var index = start
        while index < text.count {
            let width = lineEnd(at: index)
            if width > 0 {
                defer { start = index + width }
                return text[start..<index]
            }
            index += 1
        }
        isOver = true
        return text[start...]
    }

    /// Whether a line holds nothing to be read; a space that carries a mark counts as a space.
    static func isBlank(_ line: ArraySlice<UInt8>) -> Bool {
        guard let first = line.first else { return true }
        switch first {
        // All white space begins with one of these.
        case 0x09...0x0D, 0x20, 0xC2, 0xE1, 0xE2, 0xE3:
            return String(decoding: line, as: UTF8.self).allSatisfy(\.isWhitespace)
        default: return false
        }
    }

    /// How many bytes a line end at this place has; 0 when there is none.
    private func lineEnd(at index: Int) -> Int {
        switch text[index] {
        case 0x0D: byte(index + 1) == 0x0A ? 2 : 1
        case 0x0A...0x0C: 1
        // U+0085
        case 0xC2: byte(index + 1) == 0x85 ? 2 : 0
        // U+2028 and U+2029
        case 0xE2: byte(index + 1) == 0x80 && (byte(index + 2) & 0xFE) == 0xA8 ? 3 : 0
        default: 0
        }
    }

    private func byte(_ index: Int) -> UInt8 {
        index < text.count ? text[index] : 0
    }
}
