import Contracts
import Triage

/// What a book of articles is like, as a person and as a program reads it.
struct ArticlesPage {
    let book: ArticleBook
    let rivals: [ArticleRival]
    let report: ArticleReport?

    private var languages: [String] { Set(book.articles.flatMap(\.texts.keys)).sorted() }
    private var questions: Int {
        book.articles.reduce(0) { $0 + $1.texts.values.reduce(0) { $0 + 1 + $1.questions.count } }
    }

    var text: String {
        var lines = ["\(book.articles.count) articles, \(questions) questions in \(languages.joined(separator: ", "))"]
        lines += rivals.map { "\($0.article) and \($0.rival) compete in \($0.language): \($0.question)" }
        if rivals.isEmpty { lines.append("no two articles compete for a question") }
        if let report {
            lines.append(
                "\(report.texts) texts, \(report.answered) answered, \(report.right) rightly: precision "
                    + "\(Share.percent(report.precision)), recall \(Share.percent(report.recall)) of \(report.answerable), "
                    + "\(Int(report.microseconds.rounded())) µs a text"
            )
        }
        return lines.joined(separator: "\n") + "\n"
    }

    var value: JSONValue {
        var members: [String: JSONValue] = [
            "articles": .count(book.articles.count), "questions": .count(questions),
            "languages": .array(languages.map { .string($0) }),
            "rivals": .array(
                rivals.map {
                    .object([
                        "article": .string($0.article), "rival": .string($0.rival), "language": .string($0.language),
                        "question": .string($0.question),
                    ])
                }
            ),
        ]
        if let report {
            members["eval"] = .object([
                "texts": .count(report.texts), "answerable": .count(report.answerable),
                "answered": .count(report.answered), "right": .count(report.right),
                "precision": .number(Share.decimal(report.precision)), "recall": .number(Share.decimal(report.recall)),
            ])
        }
        return .object(members)
    }
}
