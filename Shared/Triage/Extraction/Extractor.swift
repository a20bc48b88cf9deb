/// Finds the numbers that an organisation's patterns describe: pure, deterministic, safe to share between tasks.
///
/// From left to right; where several patterns fit, the longest match counts, of these the one whose label stands nearest, then
/// the first of the document. What one pattern took is not taken again. Time is bounded whatever the text: the first 65,536
/// characters are read and the last eighth as many, each pattern takes at most 64 steps at each place where a word begins,
/// each letter is searched for labels once, and it ends after 16 numbers or 16,384 candidates that came to nothing.
public struct Extractor: Sendable {
    /// Takes nothing.
    public static let idle = Extractor()

    /// Numbers of one message, at most.
    public static let most = 16

    private let patterns: [CompiledPattern]
    private let openings: PatternOpenings
    private let labels: LabelSearch
    private let characters: Int
    /// Most signs before the first digit of a number.
    private let reach: Int

    /// Compiles a document that reads `characters` of a text; throws the first of its problems.
    public init(_ document: ExtractionPatterns, characters: Int = 65_536) throws(ExtractionError) {
        if let problem = document.problems().first { throw problem }
        var compiled: [CompiledPattern] = []
        for pattern in document.patterns { compiled.append(try CompiledPattern(pattern)) }
        patterns = compiled
        openings = PatternOpenings(compiled.map(\.automaton))
        labels = LabelSearch(document.patterns)
        self.characters = characters
        reach = compiled.map(\.mostBeforeDigit).max() ?? 0
    }

    private init() {
        patterns = []
        openings = PatternOpenings([])
        labels = LabelSearch([])
        characters = 0
        reach = 0
    }

    /// The numbers of one message in the order in which they stand there, each value of a kind once.
    public func extract(subject: String?, body: String) -> [Extracted] {
        guard !patterns.isEmpty else { return [] }
        let text = FoldedText((subject.map { excerpt($0) + "\n" } ?? "") + excerpt(body))
        let letters = text.letters
        var search = Search(text: text)
        var found: [Extracted] = []
        var start = 0
        var digit = 0
        while start < letters.count, found.count < Self.most, search.patience > 0 {
            // Most of a text is nowhere near a digit.
            digit = max(digit, start)
            while digit < letters.count, !FoldedText.isDigit(letters[digit]) { digit += 1 }
            if reach < letters.count {
                guard digit < letters.count else { break }
                start = max(start, digit - reach)
            }
            let begin = start
            start += 1
            guard PatternSigns.index(letters[begin]) != nil, !isInside(letters, begin) else { continue }
            let open = openings.patterns(in: letters, at: begin)
            guard open != 0, let best = best(of: open, at: begin, &search) else { continue }
            start = begin + best.length
            let number = patterns[best.pattern].extracted(from: text, begin..<start)
            if !found.contains(where: { $0.kind == number.kind && $0.value == number.value }) { found.append(number) }
        }
        return found
    }

    /// Whether a place is in the middle of a word, as most are.
    @inline(__always)
    private func isInside(_ letters: [UInt32], _ place: Int) -> Bool {
        place > 0 && FoldedText.isLatin(letters[place]) && FoldedText.isLatin(letters[place - 1])
    }

    /// One text under search.
    private struct Search {
        let text: FoldedText
        var reading = LabelSearch.Reading()
        /// Candidates that may still come to nothing.
        var patience = 16_384
    }

    private struct Candidate {
        let pattern: Int
        let length: Int
        /// Characters to the label.
        let distance: Int

        func beats(_ other: Candidate) -> Bool {
            length != other.length ? length > other.length : distance < other.distance
        }
    }

    private func best(of patterns: UInt64, at start: Int, _ search: inout Search) -> Candidate? {
        guard search.text.mayBegin(start) else { return nil }
        var open = patterns
        var best: Candidate?
        while open != 0 {
            let pattern = open.trailingZeroBitCount
            open &= open - 1
            guard let candidate = candidate(of: pattern, at: start, &search) else { continue }
            if best.map({ candidate.beats($0) }) ?? true { best = candidate }
        }
        return best
    }

    /// The longest match of a pattern at a place that has its edges, its label and its check digit.
    private func candidate(of index: Int, at start: Int, _ search: inout Search) -> Candidate? {
        let pattern = patterns[index]
        var lengths = pattern.automaton.lengths(in: search.text.letters, at: start)
        var distance: Int?
        while lengths != 0 {
            let length = 64 - lengths.leadingZeroBitCount
            lengths &= ~(1 << UInt64(length - 1))
            guard search.text.mayEnd(start + length) else { continue }
            search.patience -= 1
            if distance == nil { distance = self.distance(of: index, at: start, &search) }
            guard let distance else { return nil }
            if pattern.proves(search.text, start..<(start + length)) {
                search.patience += 1
                return Candidate(pattern: index, length: length, distance: distance)
            }
        }
        return nil
    }

    /// Characters to the label of a pattern, very many when it needs none; `nil` when its label is missing.
    private func distance(of index: Int, at start: Int, _ search: inout Search) -> Int? {
        let pattern = patterns[index]
        guard pattern.needsLabel else { return .max }
        return labels.distance(
            of: index,
            before: start,
            within: pattern.within,
            in: search.text,
            &search.reading
        )
    }

    /// The beginning of a long text and its end.
    ///
    /// The letter at the cut joins both, so that no number is taken that was cut.
    private func excerpt(_ text: String) -> String {
        guard text.utf8.count > characters, text.unicodeScalars.count > characters else { return text }
        var cut = String(text.unicodeScalars.prefix(characters))
        cut += "\u{DF}\n\u{DF}"
        cut += String(text.unicodeScalars.suffix(characters / 8))
        return cut
    }
}
