/// How the last signs of a number prove the others; only methods that a published text defines to the last detail.
public enum CheckDigit: String, Codable, Sendable, CaseIterable {
    /// ISO/IEC 7812-1, annex B (Luhn): cards, IMEI.
    case luhn
    /// GS1 General Specifications, "check digit calculations": GTIN-8, -12, -13, -14, GSIN and SSCC.
    case gtin
    /// ISO/IEC 7064 MOD 97-10, digits and letters, two check digits.
    case mod97
    /// ISO/IEC 7064 MOD 11,10, digits.
    case mod11Of10 = "mod11-10"
    /// ISO/IEC 7064 MOD 37,36, digits and letters.
    case mod37Of36 = "mod37-36"
    /// J. Verhoeff, Error Detecting Decimal Codes, Mathematical Centre Tracts 29, 1969.
    case verhoeff
    /// H. M. Damm, Total anti-symmetrische Quasigruppen, dissertation, Marburg 2004.
    case damm

    /// Whether letters have a value, too.
    var takesLetters: Bool { self == .mod97 || self == .mod37Of36 }

    /// Whether a number proves itself.
    ///
    /// Its signs are given by value, digits 0…9, letters 10…35; nothing but zeros never does.
    func passes(_ signs: [UInt8]) -> Bool {
        guard signs.count >= 2, signs.contains(where: { $0 != 0 }), takesLetters || signs.allSatisfy({ $0 < 10 }) else {
            return false
        }
        return switch self {
        case .luhn: Self.luhn(signs)
        case .gtin: Self.gtin(signs)
        case .mod97: Self.mod97(signs)
        case .mod11Of10: Self.hybrid(signs, of: 10)
        case .mod37Of36: Self.hybrid(signs, of: 36)
        case .verhoeff: Self.verhoeff(signs)
        case .damm: Self.damm(signs)
        }
    }

    /// From the right every second digit counts twice, as the sum of its product's digits.
    private static func luhn(_ digits: [UInt8]) -> Bool {
        var sum = 0
        for (place, digit) in digits.reversed().enumerated() {
            let product = Int(digit) << (place & 1)
            sum += product > 9 ? product - 9 : product
        }
        return sum % 10 == 0
    }

    /// From the right every second digit counts three times.
    private static func gtin(_ digits: [UInt8]) -> Bool {
        guard [8, 12, 13, 14, 17, 18].contains(digits.count) else { return false }
        let sum = digits.reversed().enumerated().reduce(0) { $0 + Int($1.element) * ($1.offset & 1 == 1 ? 3 : 1) }
        return sum % 10 == 0
    }

    /// Letters are written as their two digits; the whole leaves 1.
    private static func mod97(_ signs: [UInt8]) -> Bool {
        signs.reduce(0) { ($0 * ($1 < 10 ? 10 : 100) + Int($1)) % 97 } == 1
    }

    /// The hybrid systems with the moduli `base` and `base + 1`.
    private static func hybrid(_ signs: [UInt8], of base: Int) -> Bool {
        var carried = base
        for sign in signs.dropLast() {
            let sum = (carried + Int(sign)) % base
            carried = 2 * (sum == 0 ? base : sum) % (base + 1)
        }
        return (carried + Int(signs.last ?? 0)) % base == 1
    }
}
