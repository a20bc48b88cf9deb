/// Texts that stand in headers.
public enum OneLine {
    /// Control characters and line breaks become spaces, runs of spaces one; cut to so many characters.
    public static func text(_ text: String, most: Int) -> String {
        guard !isOneLine(text, most: most) else { return text }
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            line.append(isControl(scalar) ? " " : scalar)
        }
        return String(String(line).split(separator: " ").joined(separator: " ").prefix(most))
    }

    /// Whether nothing is to be changed, as with nearly every text: single spaces, no more than so many Unicode scalars.
    private static func isOneLine(_ text: String, most: Int) -> Bool {
        var scalars = 0
        var (older, previous): (UInt8, UInt8) = (0, 0x20)
        for byte in text.utf8 {
            switch byte {
            case 0..<0x20, 0x7F: return false
            case 0x20 where previous == 0x20: return false
            case 0x80..<0xC0:
                // U+0080…U+009F are C2 and one byte more, U+2028 and U+2029 E2 80 and one more.
                if previous == 0xC2, byte < 0xA0 { return false }
                if older == 0xE2, previous == 0x80, byte & 0xFE == 0xA8 { return false }
            default: scalars += 1
            }
            (older, previous) = (previous, byte)
        }
        return scalars <= most && (previous != 0x20 || text.isEmpty)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || (0x2028...0x2029).contains(scalar.value)
    }
}
