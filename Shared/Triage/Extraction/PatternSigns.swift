/// A set of the 64 signs that patterns know: ASCII from the space to the underscore, hence digits, capital letters and most signs.
struct PatternSigns: Hashable, Sendable {
    private(set) var bits: UInt64

    static let digits = PatternSigns(0x30...0x39)
    static let letters = PatternSigns(0x41...0x5A)
    static let either = digits.union(letters)
    /// What stands between the parts of a number: space, dash, dot, slash, underscore.
    static let separators = PatternSigns([0x20, 0x2D, 0x2E, 0x2F, 0x5F])

    init(_ signs: some Sequence<UInt32>) {
        bits = signs.reduce(0) { $0 | (Self.index($1).map { 1 << UInt64($0) } ?? 0) }
    }

    /// Place of a folded letter among the signs; `nil` for a letter that no pattern knows.
    @inline(__always)
    static func index(_ letter: UInt32) -> Int? {
        (0x20...0x5F).contains(letter) ? Int(letter) - 0x20 : nil
    }

    func union(_ other: PatternSigns) -> PatternSigns {
        var joined = self
        joined.bits |= other.bits
        return joined
    }

    func contains(index: Int) -> Bool { bits >> UInt64(index) & 1 == 1 }

    func isDisjoint(with other: PatternSigns) -> Bool { bits & other.bits == 0 }

    func without(_ other: PatternSigns) -> PatternSigns {
        var rest = self
        rest.bits &= ~other.bits
        return rest
    }

    var isEmpty: Bool { bits == 0 }

    var count: Int { bits.nonzeroBitCount }
}
