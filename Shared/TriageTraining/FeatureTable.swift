import Triage

/// The features of many texts, weighted by how rare they are, each group with a length of 1.
struct FeatureTable {
    /// One feature of one text.
    struct Entry {
        let feature: Int32
        let value: Float
    }

    /// Rarity of each feature in steps of a sixteenth; 0 for those that say nothing.
    let rarities: [UInt8]
    private var entries: [Entry] = []
    private var ends: [Int] = []

    var count: Int { ends.count }

    /// The entries of a text.
    subscript(text: Int) -> ArraySlice<Entry> { entries[(text == 0 ? 0 : ends[text - 1])..<ends[text]] }

    init(_ texts: [TrainingText], _ lexicon: ConceptLexicon, _ plan: TrainingPlan) {
        var reader = FeatureReader(bits: plan.bits, lexicon: lexicon)
        var mentions = [Int32](repeating: 0, count: 1 << plan.bits)
        let identifier = LanguageIdentifier()
        let languages = texts.map { identifier.identify($0.subject, $0.body) }
        for (text, language) in zip(texts, languages) {
            reader.read(subject: text.subject, body: text.body, language: language)
            for group in FeatureReader.Group.allCases {
                reader.forEach(in: group) { feature, _ in mentions[feature] += 1 }
            }
        }
        let rarities = mentions.map { count in
            Int(count) < plan.leastTexts ? 0 : Rarity.of(mentions: Int(count), texts: texts.count)
        }
        self.rarities = rarities
        for (text, language) in zip(texts, languages) {
            reader.read(subject: text.subject, body: text.body, language: language)
            for group in FeatureReader.Group.allCases {
                let first = entries.count
                var square: Float = 0
                reader.forEach(in: group) { feature, weight in
                    guard rarities[feature] > 0 else { return }
                    let value = weight * Float(rarities[feature])
                    square += value * value
                    entries.append(Entry(feature: Int32(feature), value: value))
                }
                let length = square.squareRoot()
                for place in first..<entries.count {
                    entries[place] = Entry(feature: entries[place].feature, value: entries[place].value / length)
                }
            }
            merge(from: ends.last ?? 0)
            ends.append(entries.count)
        }
    }

    /// Joins the groups of the last text: liblinear wants each feature once, in order.
    private mutating func merge(from start: Int) {
        let sorted = entries[start...].sorted { $0.feature < $1.feature }
        entries.removeSubrange(start...)
        for entry in sorted {
            if let last = entries.last, entries.count > start, last.feature == entry.feature {
                entries[entries.count - 1] = Entry(feature: entry.feature, value: last.value + entry.value)
            } else {
                entries.append(entry)
            }
        }
    }
}
