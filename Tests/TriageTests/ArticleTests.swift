import Testing
import Tickets
import Triage

@Suite("Knowledge articles")
struct ArticleTests {
    @Test(
        "a question in nearly the same words is answered by its article",
        arguments: [
            ("How do I descale my kettle?", "descaling"), ("how often must the filter be changed??", "filter"),
            ("Hello,\nI have a shed. Can it stay outside in the frost?\nRegards, Ann", "storage"),
            ("how do i replce the filter", "filter"),
        ]
    )
    func found(text: String, article: String) throws {
        let answer = try #require(try Self.answer(text))

        #expect(answer.id == article)
        #expect(answer.confidence >= ArticleBook.Thresholds.standard.confidence && answer.confidence < 1)
        #expect(!answer.question.isEmpty)
    }

    @Test(
        "what no article is about is answered by none",
        arguments: ["How do I change the blade?", "Where is my parcel?", "", "😀", "how do i", "Wo ist der Ausgang?"]
    )
    func unanswered(text: String) throws {
        #expect(try Self.answer(text) == nil)
    }

    @Test("a long message or one of many questions is no simple question")
    func notSimple() throws {
        let question = "How do I replace the filter?"
        let long = String(repeating: "we bought a machine last year and it has run well so far ", count: 9)

        #expect(try Self.answer(question) != nil)
        #expect(try Self.answer("\(long). \(question)") == nil)
        #expect(try Self.answer("\(question) Can it freeze? And where is the parcel?") == nil)
    }

    @Test(
        "the answer is in the customer's language, in its base language, else in English",
        arguments: [("de", "de"), ("de-AT", "de"), ("fr", "en"), ("zh", "en")]
    )
    func language(spoken: String, chosen: String) {
        #expect(ArticleSamples.descaling.answer(for: spoken)?.language == chosen)
    }

    @Test("an article without an answer that the customer reads is named without a language")
    func unreadable() throws {
        let article = ArticleSamples.article("a", language: "de", questions: ["Wie öffne ich den Deckel?"])
        let book = ArticleBook(thresholds: .init(confidence: 0.1, margin: 0), articles: [article])

        let answer = try ArticleIndex(book).answer(
            subject: nil,
            body: "Wie öffne ich den Deckel?",
            language: LanguageGuess(code: "nl", confidence: 0.3)
        )

        #expect(answer?.id == "a")
        #expect(answer?.language == nil)
    }

    @Test("an article that names keywords or machines needs one of each")
    func gates() throws {
        let text = ["en": KnowledgeArticle.Text(title: "How to tighten the belt", questions: [], answer: "Turn it.")]
        func answers(_ body: String, products: [String], keywords: [String]) throws -> Bool {
            let article = KnowledgeArticle(id: "a", version: 1, products: products, keywords: keywords, texts: text)
            let index = try ArticleIndex(ArticleBook(thresholds: .init(confidence: 0, margin: 0), articles: [article]))
            return index.answer(subject: "belt", body: body, language: ArticleSamples.english) != nil
        }

        #expect(try answers("how to tighten the belts", products: [], keywords: ["belt*"]))
        #expect(try !answers("how to tighten the screw", products: ["mill"], keywords: ["belt"]))
        #expect(try answers("how to tighten the belt of the mill", products: ["mill"], keywords: ["belt"]))
        #expect(try !answers("how to tighten", products: [], keywords: ["screw"]))
    }

    @Test("articles that ask the same compete, and neither answers")
    func rivals() throws {
        let twin = ArticleSamples.article("twin", questions: ["How do I replace the filter?"])
        let index = try ArticleIndex(ArticleBook(articles: [ArticleSamples.filter, twin, ArticleSamples.storage]))

        let rivals = index.rivals()

        #expect(Set(rivals.map(\.article)).isSuperset(of: ["filter", "twin"]))
        #expect(rivals.allSatisfy { $0.language == "en" && $0.article != $0.rival })
        let body = "How do I replace the filter?"
        #expect(index.answer(subject: nil, body: body, language: ArticleSamples.english) == nil)
        #expect(try ArticleIndex(ArticleSamples.book).rivals().isEmpty)
    }

    @Test("only a calm, safe message of the article's category is answered")
    func judged() throws {
        let judge = try Self.judge()

        let usage = judge.judge(TriageMessage(body: "How do I replace the filter?"))
        let part = judge.judge(TriageMessage(body: "Please send one. How do I replace the filter?"))
        let angry = judge.judge(TriageMessage(body: "Rubbish! How do I replace the filter?"))
        let danger = judge.judge(TriageMessage(body: "How do I replace the filter? It is on fire."))
        let undecided = judge.judge(TriageMessage(body: "Replace the filter, how often?"))

        #expect(usage.article?.id == "filter")
        #expect(usage.evidence.last?.rule == "article:filter")
        #expect(usage.evidence.last?.terms == ["How do I replace the filter?"])
        #expect(part.category == .sparePart && part.article == nil)
        #expect(angry.category == .usageQuestion && angry.article == nil)
        #expect(danger.category == .usageQuestion && danger.article == nil)
        #expect(undecided.category == nil && undecided.article == nil)
        #expect(judge.answering(from: nil).judge(TriageMessage(body: "How do I replace the filter?")).article == nil)
    }

    private static func judge() throws -> TriageJudge {
        let rules = TriageRules(
            version: "1",
            thresholds: .init(decide: 0.5, margin: 0.1),
            rules: [
                TriageRule(id: "usage", category: .usageQuestion, anyOf: ["how do i"], noneOf: ["send"], weight: 0.9),
                TriageRule(id: "part", category: .sparePart, anyOf: ["send"], weight: 0.9),
                TriageRule(id: "anger", anyOf: ["rubbish"], sentiment: .angry),
                TriageRule(id: "danger", anyOf: ["fire"], safety: true),
            ]
        )
        let judge = TriageJudge(identifier: LanguageIdentifier(), rules: try TriageClassifier(rules), model: nil)
        return judge.answering(from: try ArticleIndex(ArticleSamples.book))
    }

    private static func answer(_ text: String) throws -> ArticleAnswer? {
        try ArticleIndex(ArticleSamples.book).answer(subject: nil, body: text, language: ArticleSamples.english)
    }
}
