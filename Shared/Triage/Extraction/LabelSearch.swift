/// The labels of all patterns, searched at once.
struct LabelSearch: Sendable {
    private let automaton: TermAutomaton
    /// Letters of each spelling, and who has it as a whole word and as the beginning of words, a bit for each pattern.
    private let spellings: [(length: Int, whole: UInt64, prefix: UInt64)]
    /// Letters of the longest one.
    private let longest: Int
    /// A bit for the last six bits of each first letter.
    private let firsts: UInt64

    init(_ patterns: [ExtractionPattern]) {
        var order: [[Unicode.Scalar]] = []
        var owners: [[Unicode.Scalar]: (whole: UInt64, prefix: UInt64)] = [:]
        for (index, pattern) in patterns.enumerated() {
            for label in pattern.labels.compactMap({ Label($0) }) {
                if owners[label.letters] == nil { order.append(label.letters) }
                var owner = owners[label.letters] ?? (0, 0)
                if label.isPrefix { owner.prefix |= 1 << UInt64(index) } else { owner.whole |= 1 << UInt64(index) }
                owners[label.letters] = owner
            }
        }
        automaton = TermAutomaton(order)
        spellings = order.map { ($0.count, owners[$0]?.whole ?? 0, owners[$0]?.prefix ?? 0) }
        longest = order.map(\.count).max() ?? 0
        firsts = order.reduce(0) { $0 | 1 << UInt64(($1.first?.value ?? 0) & 63) }
    }

    /// What was read of one text so far; places only grow.
    struct Reading {
        fileprivate var state: Int32 = 0
        fileprivate var read = 0
        /// Words before ``read``, signs as single spaces.
        fileprivate var words: [Unicode.Scalar] = []
        /// The place behind each pattern's last label.
        fileprivate var ends = [Int?](repeating: nil, count: 64)
    }

    /// Characters between a pattern's last label before a place and that place; `nil` when none is near enough.
    ///
    /// Reads each letter of the text at most once, whatever places are asked for.
    func distance(of pattern: Int, before place: Int, within: Int, in text: FoldedText, _ reading: inout Reading)
        -> Int?
    {
        // Signs between the words of a label are not its letters, so some more is read.
        let begin = place - within - longest - 8
        if begin > reading.read {
            reading.state = 0
            reading.words.removeAll(keepingCapacity: true)
            reading.read = begin
            reading.words.append(Label.word(text.letters[begin - 1]))
        }
        while reading.read < place { step(text, &reading) }
        guard let end = reading.ends[pattern], place - end <= within else { return nil }
        return place - end
    }

    private func step(_ text: FoldedText, _ reading: inout Reading) {
        let word = Label.word(text.letters[reading.read])
        reading.read += 1
        if word == " ", reading.words.last == " " { return }
        reading.words.append(word)
        if reading.state == 0, firsts >> UInt64(word.value & 63) & 1 == 0 { return }
        let end = reading.read
        let next = end < text.letters.count ? Label.word(text.letters[end]) : " "
        automaton.advance(&reading.state, word) { spelling in
            let (length, whole, prefix) = spellings[spelling]
            let first = reading.words.count - length
            guard first == 0 || !Label.joins(reading.words[first - 1], reading.words[first]) else { return }
            var owners = prefix | (Label.joins(word, next) && !("0"..."9").contains(next) ? 0 : whole)
            while owners != 0 {
                reading.ends[owners.trailingZeroBitCount] = end
                owners &= owners - 1
            }
        }
    }
}
