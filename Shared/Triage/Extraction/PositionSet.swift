/// A set of places in a pattern, 0…255.
struct PositionSet: Hashable, Sendable {
    private var words = SIMD4<UInt64>()

    static let capacity = 256

    init() {}

    init(_ position: Int) {
        insert(position)
    }

    mutating func insert(_ position: Int) {
        words[position >> 6] |= 1 << UInt64(position & 63)
    }

    mutating func formUnion(_ other: PositionSet) { words |= other.words }

    func union(_ other: PositionSet) -> PositionSet {
        var joined = self
        joined.formUnion(other)
        return joined
    }

    func intersection(_ other: PositionSet) -> PositionSet {
        var common = self
        common.words &= other.words
        return common
    }

    var isEmpty: Bool { words == SIMD4<UInt64>() }

    func contains(_ position: Int) -> Bool { words[position >> 6] >> UInt64(position & 63) & 1 == 1 }

    /// Calls back with each position, the smallest first.
    func forEach(_ body: (Int) -> Void) {
        for word in 0..<4 {
            var rest = words[word]
            while rest != 0 {
                body(word << 6 | rest.trailingZeroBitCount)
                rest &= rest - 1
            }
        }
    }
}
