import FoundationEssentials
import Triage

/// A text whose article is known, a line of a JSONL file.
struct ArticleExample: Decodable, Sendable {
    let subject: String?
    let text: String
    /// Nil where no article answers.
    let article: String?

    /// The examples of a file.
    static func read(_ path: String) throws -> [ArticleExample] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(.badData, "\(path) cannot be read")
        }
        let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return try lines.enumerated().filter { !$0.element.isEmpty }.map { number, line in
            do {
                return try JSONDecoder().decode(ArticleExample.self, from: Data(line))
            } catch {
                throw Failure(.badData, "\(path), line \(number + 1): each line is an object with text and article")
            }
        }
    }
}

/// How often articles answer, and how often rightly.
struct ArticleReport: Sendable {
    /// Texts that some article answers.
    private(set) var answerable = 0
    private(set) var answered = 0
    private(set) var right = 0
    let texts: Int
    let microseconds: Double

    /// Asks the judge, or the index alone.
    init(_ examples: [ArticleExample], _ index: ArticleIndex, _ judge: TriageJudge?) {
        let identifier = LanguageIdentifier()
        texts = examples.count
        var spent = Duration.zero
        for example in examples {
            let guess = identifier.identify(example.subject, example.text)
            let began = ContinuousClock.now
            let found =
                judge.map { $0.judge(TriageMessage(subject: example.subject, body: example.text)).article }
                ?? index.answer(subject: example.subject, body: example.text, language: guess)
            spent += began.duration(to: .now)
            answerable += example.article == nil ? 0 : 1
            answered += found == nil ? 0 : 1
            right += found != nil && found?.id == example.article ? 1 : 0
        }
        microseconds = examples.isEmpty ? 0 : spent / .microseconds(1) / Double(examples.count)
    }

    var precision: Double { Double(right) / Double(max(1, answered)) }
    var recall: Double { Double(right) / Double(max(1, answerable)) }
}
