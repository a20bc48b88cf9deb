/// Turns words, pairs of words and runs of letters into numbers below a power of two.
///
/// Different features may share a number (Weinberger et al., Feature Hashing for Large Scale Multitask Learning, 2009);
/// with four times as many numbers as features matter that costs nothing one could measure.
struct FeatureHash: Sendable {
    /// Numbers are below 2 to this power.
    let bits: Int

    private static let word: UInt64 = 0x9E37_79B9_7F4A_7C15
    private static let pair: UInt64 = 0xD1B5_4A32_D192_ED03
    private static let run: UInt64 = 0x8CB9_2BA7_2F3D_8DD7
    private static let concept: UInt64 = 0xBF58_476D_1CE4_E5B9
    /// Stands for the edge of a word.
    private static let edge: UInt32 = 0x20

    /// Counts single words and neighbours.
    func countWords(_ text: borrowing ModelText, into counter: inout FeatureCounter) {
        var last: UInt64?
        for word in text.words {
            var exact = Self.word
            var loose = Self.pair
            for place in word {
                exact = Self.extended(exact, text.kept[place])
                loose = Self.extended(loose, text.plain[place])
            }
            counter.add(feature(exact))
            if let last { counter.add(feature(Self.joined(last, loose))) }
            last = loose
        }
    }

    /// Counts runs of letters within words.
    func countRuns(_ text: borrowing ModelText, into counter: inout FeatureCounter) {
        for run in text.runs {
            let (shortest, longest, hasEdges) =
                switch run.kind {
                case .spaced: (2, 5, true)
                case .hangul: (1, 4, true)
                case .dense: (2, 4, false)
                case .thai: (2, 6, false)
                }
            let first = hasEdges ? run.start - 1 : run.start
            let end = hasEdges ? run.end + 1 : run.end
            for start in first..<end {
                var key = Self.run
                var length = 0
                var place = start
                while place < end, length < longest {
                    let isInside = place >= run.start && place < run.end
                    key = Self.extended(key, isInside ? text.plain[place] : Self.edge)
                    length += 1
                    place += 1
                    if length >= shortest { counter.add(feature(key)) }
                }
            }
        }
    }

    /// Counts concepts, and pairs of which the second follows the first within four.
    func countConcepts(
        _ text: borrowing ModelText,
        _ lexicon: ConceptLexicon,
        reach: UInt32,
        into counter: inout FeatureCounter
    ) {
        var recent = InlineArray<4, UInt64>(repeating: 0)
        var count = 0
        lexicon.forEachConcept(in: text, reach: reach) { number in
            let key = Self.extended(Self.concept, UInt32(number))
            guard count == 0 || key != recent[(count - 1) % 4] else { return }
            counter.add(feature(key))
            for back in 0..<min(count, 4) { counter.add(feature(Self.joined(recent[back], key))) }
            recent[count % 4] = key
            count += 1
        }
    }

    /// The number of one word.
    func feature(ofWord word: some Sequence<UInt32>) -> Int {
        Int(feature(word.reduce(Self.word, Self.extended)))
    }

    private func feature(_ key: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> UInt64(64 - bits))
    }

    private static func extended(_ key: UInt64, _ letter: UInt32) -> UInt64 {
        let mixed = (key ^ UInt64(letter)) &* 0xBF58_476D_1CE4_E5B9
        return mixed ^ (mixed >> 29)
    }

    private static func joined(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let mixed = ((left << 7 | left >> 57) ^ right) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
