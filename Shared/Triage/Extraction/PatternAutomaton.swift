/// A pattern as a table: one step a letter, whatever the pattern, and never more than the longest match.
struct PatternAutomaton: Sendable {
    /// The next state for each of 64 signs, state after state; 0 leads nowhere, 1 is the beginning.
    private var next = [UInt16](repeating: 0, count: 64)
    private var isEnd = [false]

    /// Most states of a pattern; each takes 128 bytes.
    static let limit = 512
    /// Most signs of a match, one for each bit of ``lengths(in:at:)``.
    static let longest = 64

    init(_ positions: PatternPositions) throws(PatternFault) {
        var standing = Array(repeating: PositionSet(), count: 64)
        for place in positions.signs.indices {
            for sign in 0..<64 where positions.signs[place].contains(index: sign) { standing[sign].insert(place) }
        }
        var known: [PositionSet: UInt16] = [:]
        var states = [PositionSet()]
        func state(_ places: PositionSet) -> UInt16 {
            guard !places.isEmpty else { return 0 }
            if let number = known[places] { return number }
            let number = UInt16(states.count)
            known[places] = number
            states.append(places)
            return number
        }
        _ = state(PositionSet(0))
        var done = 1
        while done < states.count {
            guard states.count <= Self.limit else {
                throw PatternFault(
                    "a simpler pattern: fewer optional and repeated parts that can stand for the same signs"
                )
            }
            var following = PositionSet()
            states[done].forEach { following.formUnion(positions.follow[$0]) }
            isEnd.append(!states[done].intersection(positions.ends).isEmpty)
            next += standing.map { state(following.intersection($0)) }
            done += 1
        }
    }

    /// Lengths of all matches that begin at a place: bit n − 1 stands for length n.
    func lengths(in letters: [UInt32], at start: Int) -> UInt64 {
        var state = 1
        var found: UInt64 = 0
        var length = 0
        while length < Self.longest, start + length < letters.count {
            guard let sign = PatternSigns.index(letters[start + length]) else { break }
            state = Int(next[state << 6 | sign])
            if state == 0 { break }
            if isEnd[state] { found |= 1 << UInt64(length) }
            length += 1
        }
        return found
    }

    /// What may stand at each of the first places of a match; nil where a match may have ended before.
    func openings(_ count: Int) -> [PatternSigns?] {
        var reached: Set<Int> = [1]
        var openings: [PatternSigns?] = []
        var mayBeOver = false
        for _ in 0..<count {
            mayBeOver = mayBeOver || reached.contains { isEnd[$0] }
            guard !mayBeOver else {
                openings.append(nil)
                continue
            }
            let steps = reached.flatMap { state in (0..<64).map { (UInt32($0 + 0x20), Int(next[state << 6 | $0])) } }
                .filter { $0.1 != 0 }
            openings.append(PatternSigns(steps.map(\.0)))
            reached = Set(steps.map(\.1))
        }
        return openings
    }
}
