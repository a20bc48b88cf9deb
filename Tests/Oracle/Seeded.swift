/// Random numbers that are the same in every run (SplitMix64), and choices made with them.
struct Seeded: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// The same seed gives the same numbers.
    init(_ seed: UInt64) {
        state = seed
    }

    /// The next 64 bits.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// True so many times in a hundred.
    mutating func chance(_ percent: Int) -> Bool { whole(0...99) < percent }

    mutating func whole(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    mutating func pick<Item>(_ items: [Item]) -> Item { items[whole(0...items.count - 1)] }

    /// A number between 1 and a bound, small ones as often as large ones.
    mutating func spread(upTo bound: Int) -> Int {
        var magnitude = 1
        while magnitude < bound, whole(0...99) < 85 { magnitude *= 2 }
        return whole(1...min(magnitude, bound))
    }
}
