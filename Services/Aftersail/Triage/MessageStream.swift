import Contracts
import Tickets
import Triage

/// Messages in, judgements out, line by line.
struct MessageStream {
    private let judge: TriageJudge
    private let extractor: Extractor?
    private var stream = LineStream(longest: 4 << 20)
    /// Lines that got an error for an answer.
    private(set) var errors = 0

    init(_ judge: TriageJudge, extractor: Extractor? = nil) {
        self.judge = judge
        self.extractor = extractor
    }

    /// Answers every line that ends in this piece.
    mutating func answers(_ piece: [UInt8]) -> [UInt8] { answers(to: stream.lines(piece)) }

    /// Answers a last line without line feed.
    mutating func end() -> [UInt8] { answers(to: stream.end()) }

    private mutating func answers(to lines: [LineStream.Line]) -> [UInt8] {
        var out: [UInt8] = []
        for line in lines {
            out += answer(line).text.utf8
            out.append(UInt8(ascii: "\n"))
        }
        return out
    }

    private mutating func answer(_ line: LineStream.Line) -> JSONValue {
        guard let bytes = line.bytes else {
            return complain("the line is longer than \(stream.longest) bytes", line.number, id: nil)
        }
        guard let value = try? JSONDocument(Array(bytes)).root, case .object = value else {
            return complain("this is no JSON object", line.number, id: nil)
        }
        guard case .string(let text) = value["text"] else {
            return complain("text is missing; write {\"id\": …, \"text\": …}", line.number, id: value["id"])
        }
        let subject = value["subject"].spoken
        let judgement = judge.judge(TriageMessage(subject: subject, body: text, locale: value["locale"].spoken))
        var members = Self.members(of: judgement, id: value["id"])
        members["article"] = judgement.article.map { Self.value(of: $0) } ?? .null
        if let extractor {
            members["extracted"] = .array(extractor.extract(subject: subject, body: text).map { Self.value(of: $0) })
        }
        return .object(members)
    }

    private static func value(of number: Extracted) -> JSONValue {
        .object([
            "kind": .string(number.kind), "value": .string(number.value), "text": .string(number.text),
            "pattern": .string(number.pattern), "checked": .string(number.checked.rawValue),
        ])
    }

    private static func value(of article: ArticleAnswer) -> JSONValue {
        .object([
            "id": .string(article.id), "version": .count(article.version),
            "confidence": .number(Share.decimal(article.confidence)),
            "language": article.language.map { .string($0) } ?? .null, "question": .string(article.question),
        ])
    }

    private static func members(of judgement: Judgement, id: JSONValue) -> [String: JSONValue] {
        [
            "id": id, "category": judgement.candidates.first.map { .string($0.category.rawValue) } ?? .null,
            "confidence": .number(Share.decimal(judgement.confidence)), "abstained": .bool(judgement.category == nil),
            "decided_by": .string(judgement.decider.rawValue), "language": .string(judgement.language),
            "urgency": .string(judgement.urgency.rawValue), "impact": .string(judgement.impact.rawValue),
            "priority": .count(judgement.priority.rawValue), "safety": .bool(judgement.safety),
            "sentiment": .string(judgement.sentiment.rawValue),
            "candidates": .array(
                judgement.candidates.map {
                    .object([
                        "category": .string($0.category.rawValue), "confidence": .number(Share.decimal($0.confidence)),
                    ])
                }
            ),
            "evidence": .array(
                judgement.evidence.map {
                    .object(["rule": .string($0.rule), "terms": .array($0.terms.map { .string($0) })])
                }
            ),
        ]
    }

    private mutating func complain(_ message: String, _ line: Int, id: JSONValue?) -> JSONValue {
        errors += 1
        var members: [String: JSONValue] = ["error": .string(message), "line": .count(line)]
        if let id, id != .null { members["id"] = id }
        return .object(members)
    }
}

extension JSONValue {
    /// The text of a string, nil of anything else.
    fileprivate var spoken: String? {
        if case .string(let text) = self { text } else { nil }
    }
}
