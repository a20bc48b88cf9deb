/// A pattern made ready.
struct CompiledPattern: Sendable {
    let automaton: PatternAutomaton
    let needsLabel: Bool
    let within: Int
    /// Most signs before the first digit of a match, very many when a match may have none.
    let mostBeforeDigit: Int
    private let pattern: ExtractionPattern
    private let drops: PatternSigns
    private let raises: Bool

    init(_ pattern: ExtractionPattern) throws(ExtractionError) {
        do {
            let positions = try PatternPositions(PatternParser.parse(pattern.pattern))
            automaton = try PatternAutomaton(positions)
            mostBeforeDigit = positions.mostBeforeDigit ?? .max
        } catch {
            throw pattern.problem("pattern", error.expected)
        }
        self.pattern = pattern
        needsLabel = !pattern.labels.isEmpty
        within = pattern.within
        let space = PatternSigns([0x20])
        let dashes = PatternSigns(0x21...0x5F).without(.either)
        drops = (pattern.normalise.contains(.dropSpaces) ? space : PatternSigns([]))
            .union(pattern.normalise.contains(.dropDashes) ? dashes : PatternSigns([]))
        raises = pattern.normalise.contains(.upperCase)
    }

    /// Whether a match has the check digit that it should have.
    func proves(_ text: FoldedText, _ range: Range<Int>) -> Bool {
        guard let check = pattern.checkDigit else { return true }
        let values = text.letters[range].compactMap { letter -> UInt8? in
            switch letter {
            case 0x30...0x39: UInt8(truncatingIfNeeded: letter) - 0x30
            case 0x41...0x5A: UInt8(truncatingIfNeeded: letter) - 0x41 + 10
            default: nil
            }
        }
        return check.passes(Array(values.dropFirst(pattern.checkSkip)))
    }

    /// A match as it is told.
    func extracted(from text: FoldedText, _ range: Range<Int>) -> Extracted {
        let kept = range.filter { place in
            !(PatternSigns.index(text.letters[place]).map { drops.contains(index: $0) } ?? false)
        }
        let value = kept.map { raises ? UInt8(truncatingIfNeeded: text.letters[$0]) : text.cased($0) }
        return Extracted(
            kind: pattern.kind,
            value: String(decoding: value, as: UTF8.self),
            text: text.written(range),
            pattern: pattern.id,
            checked: pattern.checkDigit == nil ? .none : .passed
        )
    }
}
