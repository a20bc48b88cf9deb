import Testing

@testable import Triage

@Suite("Patterns of numbers")
struct PatternTests {
    @Test(
        "a pattern takes the lengths that it describes",
        arguments: [
            ("OR-d{3}", "OR-123", [6]), ("OR-d{3}", "OR-12", []), ("OR-d{3}", "OR-12A", []),
            ("d{2,4}", "12345", [2, 3, 4]),
            ("BX~200", "BX200", [5]), ("BX~200", "BX-200", [6]), ("BX~200", "BX 200", [6]), ("BX~200", "BX--200", []),
            ("(AB|C)d", "AB1", [3]), ("(AB|C)d", "C1", [2]), ("(AB|C)d", "B1", []), ("[A-F0-9]{2}", "F0", [2]),
            ("[A-F0-9]{2}", "G0", []), ("a?d", "A1", [2]), ("a?d", "1", [1]), ("x{2}", "A1", [2]),
            (#"d\?d"#, "1?2", [3]),
            ("d(-d){1,3}", "1-2-3", [3, 5]), ("(d?a?){2}9", "1A9", [3]), (#"[\]-]d"#, "-1", [2]), ("A.d", "A.1", [3]),
        ]
    )
    func takes(pattern: String, text: String, lengths: [Int]) throws {
        let found = try Self.automaton(pattern).lengths(in: Array(text.unicodeScalars.map(\.value)), at: 0)

        #expect((1...64).filter { found >> UInt64($0 - 1) & 1 == 1 } == lengths)
    }

    @Test(
        "what is no pattern is refused with what to write",
        arguments: [
            ("", "1 to 200 signs"), ("(d", "a ) for each ("), ("d)", "a ( before each )"), ("(|d)", "each side of |"),
            ("or-d", "capital letters"), (#"\d{8}"#, "a digit is d"), ("d+", #"\+ for the sign itself"#),
            (".*", #"\* for the sign itself"#), ("?d", #"\? for"#), ("d{8", "counts such as"),
            ("d{x}", "counts such as"),
            ("d{9,8}", "counts such as"), ("d{65}", "counts such as"), ("d{0}", "counts such as"),
            ("d??", "one ? or {…}"),
            ("[", "signs between [ and ]"), ("[]", "signs between [ and ]"), ("[9-0]", "ranges such as"),
            ("[d]", "capital letters"),
            ("数d", "capital letters"), ("d?", "must be there"), ("((((((((((d))))))))))", "eight ("),
            ("(x{64}){64}", "255 places"),
            (#"d\"#, #"behind \"#), (String(repeating: "d", count: 201), "1 to 200 signs"),
        ]
    )
    func refused(pattern: String, expected: String) {
        do throws(PatternFault) {
            _ = try PatternPositions(PatternParser.parse(pattern))
            Issue.record("it was taken")
        } catch {
            #expect(error.expected.contains(expected), "\(error.expected)")
        }
    }

    @Test("a pattern that would need too large a table is refused", .timeLimit(.minutes(1)))
    func tooLarge() {
        #expect(throws: PatternFault.self) { try Self.automaton("x{0,30}dx{20}") }
    }

    @Test(
        "extent, plain words, short numbers and letters behind a place are told",
        arguments: [
            ("OR-d{3,5}", 6...8, false, nil, true), ("x{4}", 4...4, true, 4, true),
            ("(AB|CD)~EF", 4...5, false, nil, true),
            ("a?d{5}", 5...6, false, 5, false), ("aad", 3...3, false, nil, true),
            ("d{3}(-d{3})?", 3...7, false, 3, false),
            ("a{2}~[X9]", 3...4, true, nil, true),
        ] as [(String, ClosedRange<Int>, Bool, Int?, Bool)]
    )
    func extent(pattern: String, extent: ClosedRange<Int>, plain: Bool, alone: Int?, letters: Bool) throws {
        let positions = try PatternPositions(PatternParser.parse(pattern))

        #expect(positions.extent == extent)
        #expect(positions.takesPlainWords == plain)
        #expect(positions.fewestDigitsAlone == alone)
        #expect(positions.mayHaveLetters(behind: 1) == letters)
    }

    static func automaton(_ pattern: String) throws -> PatternAutomaton {
        try PatternAutomaton(PatternPositions(PatternParser.parse(pattern)))
    }
}
