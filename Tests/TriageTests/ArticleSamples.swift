import Triage

/// A small book of articles.
enum ArticleSamples {
    static let descaling = KnowledgeArticle(
        id: "descaling",
        version: 3,
        texts: [
            "en": .init(
                title: "How to descale the machine",
                questions: ["How do I descale the kettle?", "How often must it be descaled?"],
                answer: "Hold the drop button."
            ),
            "de": .init(
                title: "Entkalken",
                questions: ["Wie entkalke ich das Gerät?"],
                answer: "Die Tropfentaste halten."
            ),
            "fr": .init(title: "Détartrer", questions: ["Comment détartrer la machine ?"]),
        ]
    )
    static let filter = KnowledgeArticle(
        id: "filter",
        version: 1,
        texts: [
            "en": .init(
                title: "How to change the filter",
                questions: ["How do I replace the filter?", "How often must the filter be changed?"],
                answer: "Pull it out by its tab."
            )
        ]
    )
    static let storage = KnowledgeArticle(
        id: "storage",
        version: 1,
        texts: [
            "en": .init(
                title: "Storing it over the winter",
                questions: ["How do I store it in winter?", "Can it stay outside in frost?"],
                answer: "Drain all water."
            )
        ]
    )
    static let book = ArticleBook(articles: [descaling, filter, storage])
    static let english = LanguageGuess(code: "en", confidence: 0.99)

    static func article(
        _ id: String = "a",
        version: Int = 1,
        keywords: [String] = [],
        language: String = "en",
        questions: [String] = ["How?"],
        answer: String? = "So."
    ) -> KnowledgeArticle {
        KnowledgeArticle(
            id: id,
            version: version,
            keywords: keywords,
            texts: [language: .init(title: "Title", questions: questions, answer: answer)]
        )
    }
}
