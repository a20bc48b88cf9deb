import Testing

@testable import Triage

@Suite("Patterns at random", .timeLimit(.minutes(2)))
struct PatternFuzzTests {
    @Test("tables and a naive matcher take the same lengths", arguments: 0..<8)
    func same(seed: UInt64) throws {
        var chance = Chance(state: seed)
        var taken = 0
        var matches = 0
        for _ in 0..<100 {
            let part = chance.part(depth: 3)
            guard let positions = try? PatternPositions(part), positions.extent.upperBound <= PatternAutomaton.longest,
                let automaton = try? PatternAutomaton(positions)
            else { continue }
            taken += 1
            for _ in 0..<10 {
                let letters = chance.text(of: part)
                for start in letters.indices {
                    let naive = NaiveMatcher(letters: letters).ends(of: part, from: [start]).map { $0 - start }
                    let found = automaton.lengths(in: letters, at: start)
                    let lengths = (1...64).filter { found >> UInt64($0 - 1) & 1 == 1 }
                    try #require(lengths == naive.sorted(), "\(part) in \(letters) at \(start)")
                    matches += lengths.count
                }
            }
        }
        #expect(taken > 30 && matches > 300)
    }

    @Test("what the openings rule out matches nowhere", arguments: 0..<4)
    func openings(seed: UInt64) throws {
        var chance = Chance(state: seed + 100)
        for _ in 0..<30 {
            let parts = (0..<5).map { _ in chance.part(depth: 2) }
            let automata = parts.compactMap { try? PatternAutomaton(PatternPositions($0)) }
            let openings = PatternOpenings(automata)
            for part in parts {
                let letters = chance.text(of: part)
                for start in letters.indices {
                    let open = openings.patterns(in: letters, at: start)
                    for (index, automaton) in automata.enumerated() where open >> UInt64(index) & 1 == 0 {
                        try #require(automaton.lengths(in: letters, at: start) == 0)
                    }
                }
            }
        }
    }

    @Test("any signs are a pattern or a refusal, never a crash")
    func anySigns() {
        var chance = Chance(state: 7)
        let signs = Array(#"dax~()|?{}[]\-,0189AZF. 数"#.unicodeScalars)
        for _ in 0..<5_000 {
            var pattern = String.UnicodeScalarView()
            for _ in 0..<chance.below(24) { pattern.append(signs[chance.below(signs.count)]) }
            if let part = try? PatternParser.parse(String(pattern)), let positions = try? PatternPositions(part) {
                #expect(positions.extent.lowerBound >= 1)
            }
        }
    }
}

/// Follows the parts of a pattern one by one, as their description says.
private struct NaiveMatcher {
    let letters: [UInt32]

    func ends(of part: PatternPart, from starts: Set<Int>) -> Set<Int> {
        switch part {
        case .sign(let set):
            return Set(
                starts.filter { place in
                    place < letters.count
                        && (PatternSigns.index(letters[place]).map { set.contains(index: $0) } ?? false)
                }.map { $0 + 1 }
            )
        case .sequence(let parts): return parts.reduce(starts) { ends(of: $1, from: $0) }
        case .choice(let options): return options.reduce(into: []) { $0.formUnion(ends(of: $1, from: starts)) }
        case .repeated(let part, let times):
            var reached = starts
            var all: Set<Int> = times.lowerBound == 0 ? starts : []
            for turn in 1...times.upperBound {
                reached = ends(of: part, from: reached)
                if turn >= times.lowerBound { all.formUnion(reached) }
            }
            return all
        }
    }
}

/// Random patterns over few signs, and texts that come near them.
private struct Chance: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

    mutating func part(depth: Int) -> PatternPart {
        switch depth == 0 ? 0 : below(5) {
        case 0, 1: return .sign(Self.sets[below(Self.sets.count)])
        case 2: return .sequence((0..<(1 + below(4))).map { _ in part(depth: depth - 1) })
        case 3: return .choice((0..<(1 + below(3))).map { _ in part(depth: depth - 1) })
        default:
            let least = below(3)
            return .repeated(part(depth: depth - 1), least...(max(1, least) + below(3)))
        }
    }

    mutating func text(of part: PatternPart) -> [UInt32] {
        var letters: [UInt32] = []
        while letters.count < 12 {
            letters += below(2) == 0 ? sample(of: part) : [Self.alphabet[below(Self.alphabet.count)]]
        }
        return letters
    }

    private mutating func sample(of part: PatternPart) -> [UInt32] {
        switch part {
        case .sign(let set):
            let members = (0..<64).filter { set.contains(index: $0) }
            return [UInt32(members[below(members.count)] + 0x20)]
        case .sequence(let parts): return parts.flatMap { sample(of: $0) }
        case .choice(let options): return sample(of: options[below(options.count)])
        case .repeated(let part, let times):
            let turns = Int.random(in: times, using: &self)
            return (0..<turns).flatMap { _ in sample(of: part) }
        }
    }

    private static let sets = [
        PatternSigns.digits, .letters, .either, .separators, PatternSigns([0x41]), PatternSigns([0x31]),
        PatternSigns([0x2D]), PatternSigns([0x41, 0x31]),
    ]
    private static let alphabet: [UInt32] = [0x41, 0x42, 0x31, 0x32, 0x2D, 0x20, 0x6570]
}
