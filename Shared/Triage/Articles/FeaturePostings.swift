/// Which questions of one language have a feature, for one group of features.
///
/// The weight of a feature says how few articles have it; a question's weights have a length of 1 together.
struct FeaturePostings: Sendable {
    /// A question, or the mean of an article's questions, that has the feature.
    struct Entry: Sendable {
        let row: Int32
        let weight: Float
    }

    private struct Slot {
        var feature: UInt32 = 0
        var start: Int32 = 0
        /// Below 0 marks an empty slot.
        var end: Int32 = -1
        var weight: Float = 0
    }

    private let slots: [Slot]
    private let entries: [Entry]
    /// Weight of features that no question has.
    let strange: Float

    /// Postings of the counted features of questions.
    ///
    /// Behind the questions stands, as one row more for each article, the mean of its questions.
    ///
    /// - Parameters:
    ///   - counts: features with their counted weights, a list for each question.
    ///   - articles: the article of each question.
    ///   - articleCount: how many articles there are.
    init(_ counts: [[(feature: UInt32, weight: Float)]], articles: [Int], articleCount: Int) {
        let rarities = Self.rarities(counts, articles, articleCount)
        var rows = counts.map { features in
            Self.normalised(features.map { ($0.feature, $0.weight * (rarities[$0.feature] ?? 0)) }.filter { $0.1 > 0 })
        }
        var sums = [[UInt32: Float]](repeating: [:], count: articleCount)
        for (question, features) in rows.enumerated() {
            for (feature, weight) in features { sums[articles[question]][feature, default: 0] += weight }
        }
        rows += sums.map { sum in Self.normalised(sum.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }) }
        var found = rarities.mapValues { _ in [Entry]() }
        for (row, features) in rows.enumerated() {
            for (feature, weight) in features {
                found[feature, default: []].append(Entry(row: Int32(row), weight: weight))
            }
        }
        var size = 16
        while size < 2 * found.count { size *= 2 }
        var slots = [Slot](repeating: Slot(), count: size)
        var entries: [Entry] = []
        for (feature, own) in found.sorted(by: { $0.key < $1.key }) {
            let start = entries.count
            entries += own
            var place = Self.place(of: feature, size)
            while slots[place].end >= 0 { place = (place + 1) & (size - 1) }
            let (first, end) = (Int32(start), Int32(entries.count))
            slots[place] = Slot(feature: feature, start: first, end: end, weight: rarities[feature] ?? 0)
        }
        self.slots = slots
        self.entries = entries
        strange = Self.rarity(1, of: articleCount)
    }

    private static func rarities(
        _ counts: [[(feature: UInt32, weight: Float)]],
        _ articles: [Int],
        _ articleCount: Int
    ) -> [UInt32: Float] {
        var holders: [UInt32: Set<Int>] = [:]
        for (question, features) in counts.enumerated() {
            for (feature, _) in features { holders[feature, default: []].insert(articles[question]) }
        }
        return holders.mapValues { rarity($0.count, of: articleCount) }
    }

    private static func normalised(_ features: [(UInt32, Float)]) -> [(feature: UInt32, weight: Float)] {
        let length = features.reduce(Float(0)) { $0 + $1.1 * $1.1 }.squareRoot()
        return length > 0 ? features.map { ($0.0, $0.1 / length) } : []
    }

    /// Weight and entries of a feature; nil when no question has it.
    func find(_ feature: Int) -> (weight: Float, entries: Range<Int>)? {
        let feature = UInt32(truncatingIfNeeded: feature)
        var place = Self.place(of: feature, slots.count)
        while slots[place].end >= 0 {
            let slot = slots[place]
            if slot.feature == feature { return (slot.weight, Int(slot.start)..<Int(slot.end)) }
            place = (place + 1) & (slots.count - 1)
        }
        return nil
    }

    subscript(_ entry: Int) -> Entry { entries[entry] }

    private static func place(of feature: UInt32, _ size: Int) -> Int {
        Int(truncatingIfNeeded: (feature &* 0x9E37_79B1) >> 7) & (size - 1)
    }

    /// Nothing for what more than a third of many articles have, highest for what one has.
    private static func rarity(_ holders: Int, of articles: Int) -> Float {
        if articles >= 6, 3 * holders > articles { return 0 }
        return Float(Exponential.logarithm(of: (Double(articles) + 1) / Double(holders)))
    }
}
