/// Crockford's base32 letters, and the forgiving way in which people's typing is read.
enum Crockford {
    static let dash = UInt8(ascii: "-")
    private static let space = UInt8(ascii: " ")
    private static let letters = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    static func character(_ value: UInt8) -> Character {
        Character(Unicode.Scalar(letters[Int(value)]))
    }

    /// The value of a folded character, 0…31; nil for U and everything that is not a letter or digit.
    static func value(_ folded: UInt8) -> UInt8? {
        values[Int(folded)]
    }

    private static let values: [UInt8?] = (0..<256).map { code in
        letters.firstIndex(of: UInt8(code)).map { UInt8($0) }
    }

    /// Upper case, o as 0, i and l as 1, any dash as `-`, any space as a space, full width as plain; 0 for the rest.
    static func folded(_ scalar: Unicode.Scalar) -> UInt8 {
        switch scalar.value {
        case 0x61...0x7a: plain(UInt8(scalar.value) - 32)
        case 0x30...0x39, 0x41...0x5a: plain(UInt8(scalar.value))
        case 0x2d, 0xad, 0x2010...0x2015, 0x2212, 0xfe58, 0xfe63: dash
        case 0x20, 0x09, 0xa0, 0x2000...0x200b, 0x202f, 0x205f, 0x3000, 0xfeff: space
        case 0xff01...0xff5e: Unicode.Scalar(scalar.value - 0xfee0).map(folded) ?? 0
        default: 0
        }
    }

    static func isSeparator(_ folded: UInt8) -> Bool { folded == dash || folded == space }

    static func isAlphanumeric(_ folded: UInt8) -> Bool {
        (0x30...0x39).contains(folded) || (0x41...0x5a).contains(folded)
    }

    private static func plain(_ upper: UInt8) -> UInt8 {
        switch upper {
        case UInt8(ascii: "O"): UInt8(ascii: "0")
        case UInt8(ascii: "I"), UInt8(ascii: "L"): UInt8(ascii: "1")
        default: upper
        }
    }
}
