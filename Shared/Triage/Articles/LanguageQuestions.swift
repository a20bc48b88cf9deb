/// The questions of all articles in one language, ready to be compared with a message.
struct LanguageQuestions: Sendable {
    /// A question of an article.
    struct Question: Sendable {
        let article: Int
        let text: String
    }

    let language: String
    let questions: [Question]
    private let postings: [FeaturePostings]
    private let rows: Int

    /// How much each group of features counts where both sides have some: words, runs of letters, concepts.
    private static let shares: [Float] = [0.35, 0.4, 0.25]

    init(_ language: String, _ questions: [Question], articleCount: Int, _ reader: inout FeatureReader) {
        self.language = language
        self.questions = questions
        var counts: [[[(feature: UInt32, weight: Float)]]] = FeatureReader.Group.allCases.map { _ in [] }
        let guess = LanguageGuess(code: language, confidence: 1)
        for question in questions {
            reader.read(subject: nil, body: question.text, language: guess)
            for (number, group) in FeatureReader.Group.allCases.enumerated() {
                var found: [(feature: UInt32, weight: Float)] = []
                reader.forEach(in: group) { found.append((UInt32(truncatingIfNeeded: $0), $1)) }
                counts[number].append(found)
            }
        }
        let articles = questions.map(\.article)
        rows = questions.count + articleCount
        postings = counts.map { FeaturePostings($0, articles: articles, articleCount: articleCount) }
    }

    /// How like each question is to the text that the reader holds, 0…1: a weighted mean of cosines.
    ///
    /// Behind the questions stands for each article how like it is to the mean of its questions.
    func scores(_ reader: inout FeatureReader, into scores: inout [Float], _ hits: inout [ArticleHit]) {
        scores.removeAll(keepingCapacity: true)
        scores.append(contentsOf: repeatElement(0, count: rows))
        var whole: Float = 0
        for (number, group) in FeatureReader.Group.allCases.enumerated() {
            let square = read(&reader, group, postings[number], into: &hits)
            guard square > 0 else { continue }
            whole += Self.shares[number]
            let factor = Self.shares[number] / square.squareRoot()
            for hit in hits {
                for place in hit.entries {
                    let entry = postings[number][place]
                    scores[Int(entry.row)] += factor * hit.weight * entry.weight
                }
            }
        }
        guard whole > 0 else { return }
        for row in scores.indices { scores[row] /= whole }
    }

    /// The features that questions have, too; returns the square of the length of all features together.
    private func read(
        _ reader: inout FeatureReader,
        _ group: FeatureReader.Group,
        _ postings: borrowing FeaturePostings,
        into hits: inout [ArticleHit]
    ) -> Float {
        hits.removeAll(keepingCapacity: true)
        var square: Float = 0
        reader.forEach(in: group) { feature, count in
            guard let found = postings.find(feature) else {
                square += count * count * postings.strange * postings.strange
                return
            }
            guard found.weight > 0 else { return }
            let weight = count * found.weight
            square += weight * weight
            hits.append(ArticleHit(weight: weight, entries: found.entries))
        }
        return square
    }
}

/// A feature of a message that questions have, too.
struct ArticleHit: Sendable {
    let weight: Float
    let entries: Range<Int>
}
