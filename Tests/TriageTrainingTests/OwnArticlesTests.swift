import FoundationEssentials
import Testing
import Tickets
import Triage
import Yams

/// The articles that ship answer questions that were written apart, and hardly anything else.
@Suite("The product's own articles", .timeLimit(.minutes(5)))
struct OwnArticlesTests {
    @Test("of the messages that are answered, nineteen in twenty are answered rightly")
    func precision() throws {
        let model = try TrainedModel(TextModel(Examples.model.get()))
        let judge = TriageJudge(identifier: LanguageIdentifier(), rules: nil, model: model)
            .answering(from: try ArticleIndex(Self.book(), lexicon: model.model.lexicon))
        let questions = try Self.questions()

        let answers = questions.map { judge.judge(TriageMessage(subject: nil, body: $0.text)).article?.id }

        let answered = zip(questions, answers).filter { $0.1 != nil }
        let right = answered.count { $0.0.article == $0.1 }
        let answerable = questions.count { $0.article != nil }
        #expect(Double(right) >= 0.95 * Double(answered.count), "\(right) of \(answered.count) answered")
        #expect(Double(right) >= 0.35 * Double(answerable), "\(right) of \(answerable) that have an article")
    }

    @Test("a question is nearest to its own article, whether the model helps or not")
    func nearest() throws {
        let book = try Self.book()
        let open = ArticleBook(thresholds: .init(confidence: 0, margin: 0), articles: book.articles)
        let asked = try Self.questions().filter { $0.article != nil }
        let identifier = LanguageIdentifier()

        for lexicon in [ConceptLexicon.empty, try Examples.lexicon()] {
            let index = try ArticleIndex(open, lexicon: lexicon)
            let right = asked.count { question in
                let language = identifier.identify(question.text)
                return index.answer(subject: nil, body: question.text, language: language)?.id == question.article
            }
            #expect(Double(right) >= 0.9 * Double(asked.count), "\(right) of \(asked.count)")
        }
    }

    @Test("no two of them compete, and each is answered in the languages of the templates")
    func complete() throws {
        let book = try Self.book()

        #expect(book.articles.count == 12)
        #expect(try ArticleIndex(book).rivals().isEmpty)
        for article in book.articles {
            for language in ["en", "zh", "es", "de", "ar", "vi"] {
                #expect(article.texts[language]?.answer != nil, "\(article.id) \(language)")
            }
        }
    }

    private struct Question: Decodable {
        let text: String
        let article: String?
    }

    private static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

    private static func questions() throws -> [Question] {
        try Data(contentsOf: URL(filePath: "\(root)/data/articles/test.jsonl")).split(separator: UInt8(ascii: "\n"))
            .map { try JSONDecoder().decode(Question.self, from: Data($0)) }
    }

    private static func book() throws -> ArticleBook {
        let folder = "\(root)/ops/setup/articles"
        func text(_ name: String) throws -> String { try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8) }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0 != "thresholds.yaml" }
        return ArticleBook(
            thresholds: try YAMLDecoder().decode(ArticleBook.Thresholds.self, from: text("thresholds.yaml")),
            articles: try names.sorted().map { try YAMLDecoder().decode(KnowledgeArticle.self, from: text($0)) }
        )
    }
}
