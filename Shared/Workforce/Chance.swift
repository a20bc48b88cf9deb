/// Random numbers that follow from a seed (SplitMix64, Steele, Lea and Flood 2014).
struct Chance: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(_ seed: UInt64) {
        state = seed
    }

    /// Numbers of one thing among many, which do not change when there are more or fewer of the others.
    init(_ seed: UInt64, of thing: Int) {
        var mixed = Chance(seed ^ UInt64(truncatingIfNeeded: thing) &* 0xD134_2543_DE82_EF95)
        state = mixed.next()
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// A number from 0 to less than 1.
    mutating func share() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

    /// The time to the next of events that come by themselves, in parts of their mean distance.
    mutating func gap() -> Double { -Numbers.logarithm(1 - share()) }

    /// A normal deviate, by the polar method of Marsaglia.
    mutating func deviate() -> Double {
        while true {
            let (left, right) = (2 * share() - 1, 2 * share() - 1)
            let square = left * left + right * right
            if square > 0, square < 1 { return left * (-2 * Numbers.logarithm(square) / square).squareRoot() }
        }
    }

    /// One of several things by their weights; nil when none weighs anything.
    mutating func pick<Thing>(_ things: [(thing: Thing, weight: Double)]) -> Thing? {
        var left = share() * things.reduce(0) { $0 + $1.weight }
        for (thing, weight) in things where weight > 0 {
            left -= weight
            if left < 0 { return thing }
        }
        return things.last { $0.weight > 0 }?.thing
    }
}
