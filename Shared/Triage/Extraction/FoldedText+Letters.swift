extension FoldedText {
    /// Stands for letters that are dropped.
    static let silent = UInt32.max

    /// Folded letters of the scripts that are written with few letters, worked out once.
    static let table: [UInt32] = (0..<0x2100).map { $0 < 0x80 ? ascii($0) : folded($0) }

    static func ascii(_ letter: UInt32) -> UInt32 {
        switch letter {
        case 0x61...0x7A: letter - 0x20
        case 0x0A, 0x0D: 0x0A
        case 0x09, 0x0B, 0x0C: 0x20
        case 0..<0x20: 0x7F
        default: letter
        }
    }

    /// A letter beyond ASCII.
    static func folded(_ value: UInt32) -> UInt32 {
        switch value {
        case 0x4E00...0x9FFF, 0xAC00...0xD7A3, 0x3041...0x30FA: return value
        case 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFEFF, 0xFE00...0xFE0F, 0x61C, 0x180E, 0x20E3:
            return silent
        case 0x640, 0x64B...0x65F, 0x670, 0x300...0x36F, 0xE0000...0xE0FFF: return silent
        case 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: return 0x20
        case 0x85, 0x2028, 0x2029: return 0x0A
        case 0x2010...0x2015, 0x2212, 0xFE58, 0xFE63: return 0x2D
        case 0x2116: return 0x23
        case 0xFF01...0xFF5E: return ascii(value - 0xFEE0)
        default: return letter(value)
        }
    }

    private static func letter(_ value: UInt32) -> UInt32 {
        guard let scalar = Unicode.Scalar(value) else { return silent }
        if scalar.properties.numericType == .decimal, let digit = scalar.properties.numericValue {
            return 0x30 + UInt32(digit)
        }
        let plain = LetterFolding.plain(NormalisedText.unified(LetterFolding.lowered(scalar)))
        return plain.value < 0x80 ? ascii(plain.value) : plain.value
    }

    /// The Latin letter for which a Cyrillic capital passes.
    @inline(__always)
    static func lookAlike(_ scalar: UInt32) -> UInt32? {
        guard (0x410...0x425).contains(scalar) else { return nil }
        return switch scalar {
        case 0x410: 0x41
        case 0x412: 0x42
        case 0x415: 0x45
        case 0x41A: 0x4B
        case 0x41C: 0x4D
        case 0x41D: 0x48
        case 0x41E: 0x4F
        case 0x420: 0x50
        case 0x421: 0x43
        case 0x422: 0x54
        case 0x425: 0x58
        default: nil
        }
    }

    /// The scalar that begins at a place of valid UTF-8.
    @inline(__always)
    static func scalar(_ bytes: [UInt8], _ place: Int) -> UInt32 {
        let lead = UInt32(bytes[place])
        if lead < 0x80 { return lead }
        func tail(_ offset: Int) -> UInt32 { UInt32(bytes[place + offset] & 0x3F) }
        switch lead {
        case 0..<0xE0: return (lead & 0x1F) << 6 | tail(1)
        case 0..<0xF0: return (lead & 0x0F) << 12 | tail(1) << 6 | tail(2)
        default: return (lead & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3)
        }
    }

    /// Bytes of the scalar that a byte begins.
    @inline(__always)
    static func width(_ lead: UInt8) -> Int {
        switch lead {
        case 0..<0x80: 1
        case 0..<0xE0: 2
        case 0..<0xF0: 3
        default: 4
        }
    }
}
