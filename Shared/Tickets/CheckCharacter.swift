/// The eighth character of a ticket number.
///
/// Crockford's own check counts modulo 37 and needs `*~$=U`, which people cannot read out. Here the characters are
/// elements of GF(32) modulo x^5 + x^2 + 1, the weights are x^1 … x^7 for the seven and 1 for the check, and the weighted
/// sum is zero. The weights are distinct and not zero, so every single wrong character and every exchange of two
/// characters, neighbours or not, is caught; any other error passes with probability 1/32.
enum CheckCharacter {
    static func symbol(for symbols: [UInt8]) -> UInt8 {
        symbols.reduce(0) { timesX($0 ^ $1) }
    }

    static func holds(_ symbols: [UInt8]) -> Bool {
        symbols.count == 8 && symbol(for: Array(symbols.dropLast())) == symbols[7]
    }

    /// Multiplies by x in GF(32).
    private static func timesX(_ value: UInt8) -> UInt8 {
        value & 16 == 0 ? value << 1 : (value << 1 ^ 0b10_0101) & 31
    }
}
