import FoundationEssentials
import Testing
import Tickets
import Triage

@Suite("Article books")
struct ArticleBookTests {
    @Test(
        "a fault is named with its article and field",
        arguments: [
            (ArticleSamples.article("A b"), "id"), (ArticleSamples.article(version: 0), "version"),
            (ArticleSamples.article(keywords: ["a*b"]), "keywords"),
            (ArticleSamples.article(language: "english!"), "texts.english!"),
            (ArticleSamples.article(questions: ["two\nlines"]), "texts.en.questions"),
            (ArticleSamples.article(answer: nil), "texts"), (ArticleSamples.article(answer: " \n"), "texts.en.answer"),
            (KnowledgeArticle(id: "a", version: 1, texts: [:]), "texts"),
        ]
    )
    func faults(article: KnowledgeArticle, field: String) {
        let error = #expect(throws: ArticleBookError.self) { try ArticleBook(articles: [article]).validate() }

        #expect(error?.description.contains("'\(article.id)', field '\(field)'") == true)
    }

    @Test("two articles of one name and thresholds out of bounds are refused")
    func book() {
        let article = ArticleSamples.article()

        #expect(throws: ArticleBookError.self) { try ArticleBook(articles: [article, article]).validate() }
        #expect(throws: ArticleBookError.self) {
            try ArticleBook(thresholds: .init(confidence: 2, margin: 0), articles: [article]).validate()
        }
        #expect(throws: Never.self) { try ArticleBook(articles: []).validate() }
    }

    @Test("an article needs id, version and texts, and no field that does not exist")
    func decoding() throws {
        let least = #"{"articles": [{"id": "a", "version": 2, "texts": {"en": {"title": "T", "answer": "A"}}}]}"#
        let book = try JSONDecoder().decode(ArticleBook.self, from: Data(least.utf8))
        let unknown = least.replacing(#""version""#, with: #""products": [], "revision""#)

        #expect(book.thresholds == .standard)
        #expect(book.articles.first?.category == .usageQuestion)
        #expect(book.byName["a"]?.texts["en"]?.questions.isEmpty == true)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(ArticleBook.self, from: Data(unknown.utf8)) }
    }
}
