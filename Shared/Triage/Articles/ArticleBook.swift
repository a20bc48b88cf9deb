/// All articles of an organisation, and how sure an answer must be.
public struct ArticleBook: Codable, Sendable, Hashable {
    /// What an article needs to be chosen.
    public struct Thresholds: Codable, Sendable, Hashable {
        /// Least confidence, 0…1.
        public let confidence: Double
        /// Least lead over the second article's score, 0…1.
        public let margin: Double

        /// What counts where a book says nothing.
        public static let standard = Thresholds(confidence: 0.95, margin: 0.05)

        /// Thresholds; see the properties.
        public init(confidence: Double, margin: Double) {
            self.confidence = confidence
            self.margin = margin
        }

        /// Decodes thresholds that may be left out; a field it does not know is an error.
        public init(from decoder: any Decoder) throws {
            try KnownFields.check(decoder, CodingKeys.self)
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            confidence = try fields.decodeIfPresent(Double.self, forKey: .confidence) ?? Self.standard.confidence
            margin = try fields.decodeIfPresent(Double.self, forKey: .margin) ?? Self.standard.margin
        }

        enum CodingKeys: String, CodingKey, CaseIterable {
            case confidence, margin
        }
    }

    /// When an article is sure enough.
    public let thresholds: Thresholds
    /// The articles; their order says nothing.
    public let articles: [KnowledgeArticle]

    /// A book; ``validate()`` says whether it can be used.
    public init(thresholds: Thresholds = .standard, articles: [KnowledgeArticle]) {
        self.thresholds = thresholds
        self.articles = articles
    }

    /// Decodes a book; a field it does not know is an error.
    public init(from decoder: any Decoder) throws {
        try KnownFields.check(decoder, CodingKeys.self)
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        thresholds = try fields.decodeIfPresent(Thresholds.self, forKey: .thresholds) ?? .standard
        articles = try fields.decode([KnowledgeArticle].self, forKey: .articles)
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case thresholds, articles
    }

    /// The articles by their names.
    public var byName: [String: KnowledgeArticle] {
        Dictionary(articles.map { ($0.id, $0) }) { first, _ in first }
    }

    /// Checks everything a file can get wrong and throws the first fault.
    ///
    /// Trying again does not help.
    public func validate() throws(ArticleBookError) {
        for (field, value) in [("confidence", thresholds.confidence), ("margin", thresholds.margin)] {
            try require((0...1).contains(value), nil, "thresholds.\(field)", "a number from 0 to 1")
        }
        try require(articles.count <= Self.most, nil, "articles", "at most \(Self.most)")
        var ids: Set<String> = []
        for article in articles {
            try require(Self.isName(article.id), article, "id", "1 to 64 of a-z, 0-9 and dash")
            try require(ids.insert(article.id).inserted, article, "id", "a name no other article has")
            try validate(article)
        }
    }

    /// Articles that one book may hold.
    static let most = 1_000
    private static let mostLetters = 300
    private static let longestAnswer = 4_000

    private func validate(_ article: KnowledgeArticle) throws(ArticleBookError) {
        try require(
            (1...1_000_000).contains(article.version),
            article,
            "version",
            "a whole number from 1, and count up"
        )
        for (field, terms) in [("products", article.products), ("keywords", article.keywords)] {
            for term in terms {
                let isSound = Term(term).map { $0.kept.count <= 80 } ?? false
                try require(
                    isSound,
                    article,
                    field,
                    "terms of 1 to 80 letters or digits, a star only at the end; not '\(term)'"
                )
            }
        }
        try require(!article.texts.isEmpty, article, "texts", "at least one language")
        for (language, text) in article.texts.sorted(by: { $0.key < $1.key }) {
            try validate(text, in: language, of: article)
        }
        let hasAnswer = article.texts.values.contains { $0.answer != nil }
        try require(hasAnswer, article, "texts", "an answer in at least one language")
    }

    private func validate(_ text: KnowledgeArticle.Text, in language: String, of article: KnowledgeArticle)
        throws(ArticleBookError)
    {
        let place = "texts.\(language)"
        try require(Self.isLanguage(language), article, place, "a language tag such as de or zh-Hant")
        for (field, line) in [("title", text.title)] + text.questions.map({ ("questions", $0) }) {
            let isLine = !line.isEmpty && line.count <= Self.mostLetters && !line.contains(where: \.isNewline)
            try require(isLine, article, "\(place).\(field)", "1 to \(Self.mostLetters) letters on one line")
        }
        try require(text.questions.count <= 100, article, "\(place).questions", "at most 100")
        guard let answer = text.answer else { return }
        let isSound =
            answer.contains { !$0.isWhitespace } && answer.count <= Self.longestAnswer && !answer.contains("\0")
        try require(isSound, article, "\(place).answer", "1 to \(Self.longestAnswer) letters")
    }

    private static func isName(_ id: String) -> Bool {
        (1...64).contains(id.utf8.count)
            && id.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }

    private static func isLanguage(_ tag: String) -> Bool {
        let parts = tag.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = parts.first, (2...3).contains(first.utf8.count), tag.utf8.count <= 35 else { return false }
        return parts.allSatisfy { (1...8).contains($0.utf8.count) && $0.utf8.allSatisfy(Self.isPartOfTag) }
    }

    private static func isPartOfTag(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte)
    }

    private func require(_ holds: Bool, _ article: KnowledgeArticle?, _ field: String, _ expected: String)
        throws(ArticleBookError)
    {
        guard holds else { throw .invalid(article: article?.id, field: field, expected: expected) }
    }
}
