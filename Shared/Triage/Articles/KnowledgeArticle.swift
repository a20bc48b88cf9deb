public import Tickets

/// An answer to a simple question, as an organisation writes it once for all customers.
public struct KnowledgeArticle: Codable, Sendable, Hashable {
    /// The article in one language.
    public struct Text: Codable, Sendable, Hashable {
        /// What it is about, on one line; counts as a question.
        public let title: String
        /// The question as customers ask it, in several ways.
        public let questions: [String]
        /// What is sent; nil where the article is only recognised in this language and answered in English.
        public let answer: String?

        /// A text with all its parts.
        public init(title: String, questions: [String], answer: String? = nil) {
            self.title = title
            self.questions = questions
            self.answer = answer
        }

        /// Decodes a text in which the answer may be left out; a field it does not know is an error.
        public init(from decoder: any Decoder) throws {
            try KnownFields.check(decoder, CodingKeys.self)
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            title = try fields.decode(String.self, forKey: .title)
            questions = try fields.decodeIfPresent([String].self, forKey: .questions) ?? []
            answer = try fields.decodeIfPresent(String.self, forKey: .answer)
        }

        enum CodingKeys: String, CodingKey, CaseIterable {
            case title, questions, answer
        }
    }

    /// Name of the article, unique in its book.
    public let id: String
    /// Counts the author's changes, from 1; stored with every ticket that the article answers.
    public let version: Int
    /// The category that a message must have been given.
    public let category: Category
    /// Machines it is for: one of these terms must stand in the message, unless the list is empty.
    public let products: [String]
    /// Words without which a message is not about it: one must stand there, unless the list is empty.
    public let keywords: [String]
    /// The article by BCP 47 language.
    public let texts: [String: Text]

    /// An article; see the properties.
    public init(
        id: String,
        version: Int,
        category: Category = .usageQuestion,
        products: [String] = [],
        keywords: [String] = [],
        texts: [String: Text]
    ) {
        self.id = id
        self.version = version
        self.category = category
        self.products = products
        self.keywords = keywords
        self.texts = texts
    }

    /// Decodes an article in which everything but `id`, `version` and `texts` may be left out; a field it does not know is an error.
    public init(from decoder: any Decoder) throws {
        try KnownFields.check(decoder, CodingKeys.self)
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            id: try fields.decode(String.self, forKey: .id),
            version: try fields.decode(Int.self, forKey: .version),
            category: try fields.decodeIfPresent(Category.self, forKey: .category) ?? .usageQuestion,
            products: try fields.decodeIfPresent([String].self, forKey: .products) ?? [],
            keywords: try fields.decodeIfPresent([String].self, forKey: .keywords) ?? [],
            texts: try fields.decode([String: Text].self, forKey: .texts)
        )
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case id, version, category, products, keywords, texts
    }

    /// The answer for a reader of a language: in it, in its base language, in English, or none.
    public func answer(for language: String) -> (language: String, text: String)? {
        let base = String(language.prefix { $0 != "-" })
        for code in [language, base, "en"] {
            if let text = texts[code]?.answer { return (code, text) }
        }
        return nil
    }
}
