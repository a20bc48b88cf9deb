import Contracts
public import FoundationEssentials

extension UUID {
    /// A fixed version 7 id, the same for the same number.
    public static func numbered(_ number: Int) -> UUID {
        var generator = Counter(state: UInt64(number))
        return .version7(at: Date(timeIntervalSince1970: 1_790_000_000), using: &generator)
    }
}

/// Random numbers that repeat (SplitMix64).
public struct Counter: RandomNumberGenerator {
    private var state: UInt64

    /// The sequence of a seed.
    public init(state: UInt64) {
        self.state = state
    }

    /// The next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
