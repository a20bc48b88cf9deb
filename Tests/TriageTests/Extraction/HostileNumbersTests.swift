import Testing

@testable import Triage

@Suite("Hostile numbers", .timeLimit(.minutes(2)))
struct HostileNumbersTests {
    @Test(
        "a mebibyte of anything ends within two seconds, whatever the patterns",
        arguments: [
            "1", "1 ", "12 ", "1-", "A", "A1 ", "order no. ", "order no. 1 ", "#", "# 1", "٣", "字1", "E\u{301}",
            "\u{200B}1 ", " ", "\n",
            "Е1", "0 0-0.0/", "🔥1", "ORDER",
        ]
    )
    func endless(piece: String) throws {
        let extractor = try ExtractorTests.extractor(Self.hostile)
        let text = String(repeating: piece, count: (1 << 20) / piece.utf8.count)
        let clock = ContinuousClock()

        // Thirty-two patterns that go back and forth as much as the language lets them; the example document takes 20 ms.
        let took = clock.measure { #expect(extractor.extract(subject: text, body: text).count <= 16) }

        #expect(took < .seconds(2), "\(took)")
    }

    @Test("four times the text takes at most eight times as long", arguments: ["1 ", "A1 ", "order no. 1 ", "12345 "])
    func linear(piece: String) throws {
        let extractor = try ExtractorTests.extractor(Self.hostile, characters: 1_000_000)
        func took(_ count: Int) -> Duration {
            let text = String(repeating: piece, count: count)
            return (0..<3).map { _ in ContinuousClock().measure { _ = extractor.extract(subject: nil, body: text) } }
                .min() ?? .zero
        }

        #expect(took(16_000) < took(4_000) * 8 + .milliseconds(50))
    }

    @Test("a number at the cut of a long text is not taken in part, one at its end is found")
    func cut() throws {
        let extractor = try ExtractorTests.extractor([ExtractorTests.six], characters: 1_000)
        let filler = String(repeating: "word ", count: 1_000)

        let cut = extractor.extract(subject: nil, body: filler.prefix(993) + " 7712034 " + filler)
        let atEnd = extractor.extract(subject: nil, body: filler + " 771203")

        #expect(cut.isEmpty)
        #expect(atEnd.map(\.value) == ["771203"])
    }

    private static let hostile = (0..<32).map { number -> ExtractionPattern in
        switch number % 4 {
        case 0: ExtractionPattern(id: "a\(number)", kind: "a", pattern: "d(~d){4,30}~d", checkDigit: .damm)
        case 1:
            ExtractionPattern(
                id: "b\(number)",
                kind: "b",
                pattern: "x(~x){2,30}",
                labels: ["order no", "#"],
                within: 200
            )
        case 2: ExtractionPattern(id: "c\(number)", kind: "c", pattern: "(d~){9,31}Z")
        default: ExtractionPattern(id: "e\(number)", kind: "e", pattern: "(a?d~){6,20}", checkDigit: .mod97)
        }
    }
}
