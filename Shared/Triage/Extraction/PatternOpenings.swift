/// Which of up to 64 patterns can begin at a place, told by the first three letters: most words of a text begin none.
struct PatternOpenings: Sendable {
    /// For each of the three places a set of patterns for each sign, and one for any other letter.
    private var tables: [UInt64]

    private static let depth = 3
    private static let width = 65

    init(_ automata: [PatternAutomaton]) {
        tables = Array(repeating: 0, count: Self.depth * Self.width)
        for (pattern, automaton) in automata.enumerated() {
            for (place, signs) in automaton.openings(Self.depth).enumerated() {
                for sign in 0..<Self.width where signs.map({ sign < 64 && $0.contains(index: sign) }) ?? true {
                    tables[place * Self.width + sign] |= 1 << UInt64(pattern)
                }
            }
        }
    }

    /// A bit for each pattern that may begin there.
    func patterns(in letters: [UInt32], at start: Int) -> UInt64 {
        var patterns = UInt64.max
        for place in 0..<Self.depth {
            let sign = start + place < letters.count ? PatternSigns.index(letters[start + place]) ?? 64 : 64
            patterns &= tables[place * Self.width + sign]
            if patterns == 0 { break }
        }
        return patterns
    }
}
