/// A 128-bit key for SipHash-2-4 over one 64-bit word.
///
/// Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012.
struct SipKey: Sendable {
    private let low: UInt64
    private let high: UInt64

    /// Takes 16 bytes, little-endian.
    init(_ bytes: some Sequence<UInt8>) {
        let words = bytes.enumerated().reduce(into: (low: UInt64(0), high: UInt64(0))) { words, byte in
            let part = UInt64(byte.element) << UInt64(byte.offset % 8 * 8)
            if byte.offset < 8 { words.low |= part } else { words.high |= part }
        }
        (low, high) = words
    }

    func hash(_ word: UInt64) -> UInt64 {
        var state = (
            low ^ 0x736f_6d65_7073_6575, high ^ 0x646f_7261_6e64_6f6d,
            low ^ 0x6c79_6765_6e65_7261, high ^ 0x7465_6462_7974_6573
        )
        let length: UInt64 = 8 << 56
        for block in [word, length] {
            state.3 ^= block
            Self.round(&state)
            Self.round(&state)
            state.0 ^= block
        }
        state.2 ^= 0xff
        for _ in 0..<4 { Self.round(&state) }
        return state.0 ^ state.1 ^ state.2 ^ state.3
    }

    private static func round(_ state: inout (UInt64, UInt64, UInt64, UInt64)) {
        state.0 &+= state.1
        state.2 &+= state.3
        state.1 = rotated(state.1, 13) ^ state.0
        state.3 = rotated(state.3, 16) ^ state.2
        state.0 = rotated(state.0, 32)
        state.2 &+= state.1
        state.0 &+= state.3
        state.1 = rotated(state.1, 17) ^ state.2
        state.3 = rotated(state.3, 21) ^ state.0
        state.2 = rotated(state.2, 32)
    }

    private static func rotated(_ word: UInt64, _ bits: UInt64) -> UInt64 {
        word << bits | word >> (64 - bits)
    }
}
