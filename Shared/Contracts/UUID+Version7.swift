public import FoundationEssentials

extension UUID {
    /// A new version 7 UUID (RFC 9562 §5.7): 48 bits of milliseconds since 1970, then 74 random bits.
    public static func version7(at date: Date) -> UUID {
        var random = SystemRandomNumberGenerator()
        return version7(at: date, using: &random)
    }

    /// A version 7 UUID whose random bits come from `generator`; for tests that need fixed ids.
    public static func version7(at date: Date, using generator: inout some RandomNumberGenerator) -> UUID {
        let milliseconds = milliseconds(of: date)
        let high = UInt16.random(in: 0...0x0FFF, using: &generator)
        let low = UInt64.random(in: 0...UInt64.max, using: &generator)
        var bytes: [UInt8] = []
        for shift in stride(from: 40, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: milliseconds >> shift))
        }
        bytes.append(0x70 | UInt8(high >> 8))
        bytes.append(UInt8(truncatingIfNeeded: high))
        bytes.append(0x80 | UInt8(truncatingIfNeeded: low >> 56) & 0x3F)
        for shift in stride(from: 48, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: low >> shift)) }
        return UUID(
            uuid: (
                bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7],
                bytes[8], bytes[9], bytes[10], bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]
            )
        )
    }

    /// The instant inside a version 7 UUID, in whole milliseconds; `nil` for every other version and variant.
    public var version7Date: Date? {
        let bytes = uuid
        guard bytes.6 >> 4 == 7, bytes.8 >> 6 == 0b10 else { return nil }
        let time = [bytes.0, bytes.1, bytes.2, bytes.3, bytes.4, bytes.5]
        return Date(timeIntervalSince1970: Double(time.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }) / 1000)
    }

    /// Whole milliseconds since 1970 within 48 bits.
    ///
    /// Rounded to microseconds before the rest is cut: a date's binary fraction may lie just below the millisecond.
    private static func milliseconds(of date: Date) -> UInt64 {
        let microseconds = (date.timeIntervalSince1970 * 1_000_000).rounded()
        return UInt64(max(0, min((microseconds / 1000).rounded(.down), 281_474_976_710_655)))
    }
}
