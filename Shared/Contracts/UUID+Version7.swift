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
        return UUID(
            high: milliseconds << 16 | 0x7000 | UInt64(high),
            low: 0x8000_0000_0000_0000 | low & 0x3FFF_FFFF_FFFF_FFFF
        )
    }

    /// The instant inside a version 7 UUID, in whole milliseconds; `nil` for every other version and variant.
    public var version7Date: Date? {
        let bytes = uuid
        guard bytes.6 >> 4 == 7, bytes.8 >> 6 == 0b10 else { return nil }
        var time = UInt64(bytes.0) << 40 | UInt64(bytes.1) << 32 | UInt64(bytes.2) << 24
        time |= UInt64(bytes.3) << 16 | UInt64(bytes.4) << 8 | UInt64(bytes.5)
        return Date(timeIntervalSince1970: Double(time) / 1000)
    }

    /// Whole milliseconds since 1970 within 48 bits.
    ///
    /// Rounded to microseconds before the rest is cut: a date's binary fraction may lie just below the millisecond.
    private static func milliseconds(of date: Date) -> UInt64 {
        let microseconds = (date.timeIntervalSince1970 * 1_000_000).rounded()
        return UInt64(max(0, min((microseconds / 1000).rounded(.down), 281_474_976_710_655)))
    }
}
