import Synchronization
public import Tickets

/// The articles of a book made ready to be found by what customers write.
///
/// Pure: the same for the same book, lexicon and message. Safe to share between tasks.
public final class ArticleIndex: Sendable {
    /// An article that may answer a message.
    struct Candidate: Sendable, Hashable {
        /// Place of the article in the book.
        let article: Int
        /// Likeness of its best question, 0…1.
        let score: Float
        /// Likeness of all its questions together, 0…1.
        let topic: Float
        /// Lead over the best question of any other article.
        let lead: Float
        let question: String
    }

    private struct Scratch {
        var reader: FeatureReader
        var scores: [Float] = []
        var hits: [ArticleHit] = []
    }

    /// Categories of messages that articles answer.
    public let categories: Set<Category>
    /// What it was built from.
    public let book: ArticleBook
    private let languages: [LanguageQuestions]
    private let gates: ArticleGates
    private let hasConcepts: Bool
    private let bits = 20
    private let lexicon: ConceptLexicon
    private let scratches = Mutex<[Scratch]>([])

    /// An index of a sound book.
    ///
    /// - Parameters:
    ///   - book: the articles.
    ///   - lexicon: words of every language that mean the same, such as a model's; may be empty.
    /// - Throws: what ``ArticleBook/validate()`` throws.
    public init(_ book: ArticleBook, lexicon: ConceptLexicon = .empty) throws(ArticleBookError) {
        try book.validate()
        self.book = book
        self.lexicon = lexicon
        categories = Set(book.articles.map(\.category))
        hasConcepts = !lexicon.concepts.isEmpty
        var questions: [String: [LanguageQuestions.Question]] = [:]
        for (place, article) in book.articles.enumerated() {
            for (language, text) in article.texts {
                questions[language, default: []] += ([text.title] + text.questions).map {
                    LanguageQuestions.Question(article: place, text: $0)
                }
            }
        }
        var reader = FeatureReader(bits: bits, lexicon: lexicon)
        languages = questions.sorted { $0.key < $1.key }.map {
            LanguageQuestions($0.key, $0.value, articleCount: book.articles.count, &reader)
        }
        gates = ArticleGates(book.articles)
    }

    /// The article that answers a message with confidence; nil when none does.
    ///
    /// An article answers messages of its own category only; without a category that is not asked.
    public func answer(
        to category: Category? = nil,
        subject: String?,
        body: String,
        language: LanguageGuess
    ) -> ArticleAnswer? {
        guard let best = candidate(to: category, subject: subject, body: body, language: language),
            let confidence = confidence(in: best)
        else { return nil }
        let article = book.articles[best.article]
        return ArticleAnswer(
            id: article.id,
            version: article.version,
            language: article.answer(for: language.code)?.language,
            confidence: confidence,
            question: best.question
        )
    }

    /// How likely the article is right; nil when that is too little or another one is nearly as likely.
    private func confidence(in best: Candidate) -> Double? {
        let confidence = ArticleConfidence.of(best, hasConcepts: hasConcepts)
        let isSure = confidence >= book.thresholds.confidence && Double(best.lead) >= book.thresholds.margin
        return isSure ? confidence : nil
    }

    /// Questions of one article that another would answer if they were not written down.
    public func rivals() -> [ArticleRival] {
        languages.flatMap { spoken in
            let guess = LanguageGuess(code: spoken.language, confidence: 1)
            return spoken.questions.compactMap { question -> ArticleRival? in
                let twin = spoken.questions.first { $0.text == question.text && $0.article != question.article }
                let best = candidate(subject: nil, body: question.text, language: guess, asked: question.text)
                let other = twin?.article ?? best.flatMap { confidence(in: $0) == nil ? nil : $0.article }
                guard let other, other != question.article else { return nil }
                return ArticleRival(
                    article: book.articles[question.article].id,
                    rival: book.articles[other].id,
                    language: spoken.language,
                    question: question.text
                )
            }
        }
    }

    /// The article most like a message; nil without any likeness.
    ///
    /// `asked` leaves out questions of this very wording.
    func candidate(
        to category: Category? = nil,
        subject: String?,
        body: String,
        language: LanguageGuess,
        asked: String? = nil
    ) -> Candidate? {
        let passages = MessagePassages(subject: subject, body: body)
        guard !passages.texts.isEmpty else { return nil }
        let open = gates.open(to: category, in: subject, body)
        guard open.contains(true) else { return nil }
        var scratch =
            scratches.withLock { $0.popLast() } ?? Scratch(reader: FeatureReader(bits: bits, lexicon: lexicon))
        defer { scratches.withLock { if $0.count < 4 { $0.append(scratch) } } }
        var best = [Likeness?](repeating: nil, count: book.articles.count)
        let spoken = languages(of: language)
        for passage in passages.texts {
            scratch.reader.read(subject: nil, body: passage, language: language)
            for place in spoken {
                languages[place].scores(&scratch.reader, into: &scratch.scores, &scratch.hits)
                for (number, question) in languages[place].questions.enumerated() where open[question.article] {
                    let score = scratch.scores[number]
                    guard score > best[question.article]?.score ?? 0, question.text != asked else { continue }
                    let topic = scratch.scores[languages[place].questions.count + question.article]
                    best[question.article] = Likeness(score: score, topic: topic, language: place, question: number)
                }
            }
        }
        return winner(best)
    }

    private struct Likeness {
        let score: Float
        let topic: Float
        let language: Int
        let question: Int
    }

    private func winner(_ best: [Likeness?]) -> Candidate? {
        var first: (article: Int, likeness: Likeness)?
        var second: Float = 0
        for (article, likeness) in best.enumerated() {
            guard let likeness else { continue }
            if likeness.score > first?.likeness.score ?? 0 {
                second = first?.likeness.score ?? 0
                first = (article, likeness)
            } else {
                second = max(second, likeness.score)
            }
        }
        guard let first else { return nil }
        return Candidate(
            article: first.article,
            score: first.likeness.score,
            topic: first.likeness.topic,
            lead: first.likeness.score - second,
            question: languages[first.likeness.language].questions[first.likeness.question].text
        )
    }

    /// The languages to look in: the message's own with its other script, all when it has no questions or is not sure.
    private func languages(of guess: LanguageGuess) -> [Int] {
        let base = guess.code.prefix { $0 != "-" }
        let own = languages.indices.filter { languages[$0].language.prefix { $0 != "-" } == base }
        return guess.confidence >= Self.sure && !own.isEmpty ? own : Array(languages.indices)
    }

    /// Least confidence in a language that shuts out the others.
    private static let sure = 0.5
}
