/// A keyed permutation of 0 ..< 2^35.
///
/// An alternating Feistel network over 17 and 18 bits with ten rounds, the construction of NIST SP 800-38G (FF1), which
/// needs no cycle walking for an odd number of bits. The round function is SipHash-2-4 of the round and the other half.
struct NumberPermutation: Sendable {
    let key: SipKey

    func scramble(_ value: UInt64) -> UInt64 {
        var (left, right) = (value >> 18, value & mask(18))
        for round in 0..<Self.rounds {
            (left, right) = (right, left ^ mixed(round, right))
        }
        return left << 18 | right
    }

    func unscramble(_ value: UInt64) -> UInt64 {
        var (left, right) = (value >> 18, value & mask(18))
        for round in (0..<Self.rounds).reversed() {
            (left, right) = (right ^ mixed(round, left), left)
        }
        return left << 18 | right
    }

    private static let rounds: UInt64 = 10

    /// As many bits as the half it changes has: 17 in even rounds, 18 in odd ones.
    private func mixed(_ round: UInt64, _ half: UInt64) -> UInt64 {
        key.hash(round << 32 | half) & mask(round.isMultiple(of: 2) ? 17 : 18)
    }

    private func mask(_ bits: UInt64) -> UInt64 { (1 << bits) - 1 }
}
