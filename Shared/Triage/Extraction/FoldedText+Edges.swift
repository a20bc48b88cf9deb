extension FoldedText {
    /// Whether a number may begin there: not within a word, number, address or amount.
    func mayBegin(_ start: Int) -> Bool {
        guard start > 0 else { return true }
        return isFree(beside: letters[start], letters[start - 1], beyond: start > 1 ? letters[start - 2] : 0)
            && letters[start - 1] != 0x2B
    }

    /// Whether a number may end there.
    func mayEnd(_ end: Int) -> Bool {
        guard end < letters.count, end > 0 else { return true }
        return isFree(beside: letters[end - 1], letters[end], beyond: end + 1 < letters.count ? letters[end + 1] : 0)
    }

    /// Whether the outermost letter of a number has nothing to do with its neighbour and with what stands beyond that.
    private func isFree(beside own: UInt32, _ neighbour: UInt32, beyond: UInt32) -> Bool {
        switch neighbour {
        case 0x40, 0x25: false
        case 0x2D, 0x5F: !Self.isDigit(beyond)
        case 0x2E, 0x2F, 0x3A, 0x2C, 0x27: !(Self.isDigit(own) && Self.isDigit(beyond))
        default: !(Self.isWord(own) && Self.isWord(neighbour))
        }
    }

    static func isDigit(_ letter: UInt32) -> Bool { (0x30...0x39).contains(letter) }

    /// Digits, and letters of scripts that write words apart with the letters of numbers.
    private static func isWord(_ letter: UInt32) -> Bool {
        if letter < 0x80 { return isLatin(letter) }
        guard let scalar = Unicode.Scalar(letter) else { return false }
        switch Script(scalar) {
        case .latin, .cyrillic, .greek: return true
        default: return false
        }
    }
}
