import Postgres
import Triage
import TriageTraining

/// What a model is to learn from, without what it will be examined with.
struct TrainingSet: Sendable {
    private(set) var texts: [TrainingText] = []
    /// Texts that came from corrections.
    private(set) var corrections = 0
    /// Texts left out because the examination has them.
    private(set) var leftOut = 0
    private let examined: Set<String>

    /// A set without the texts of an examination.
    init(without examination: [TriageExample] = []) {
        examined = Set(examination.map { Self.plain($0.text) })
    }

    /// Adds written texts.
    mutating func add(_ examples: [TriageExample]) {
        for example in examples {
            add(TrainingText(subject: example.subject, body: example.text, label: example.label))
        }
    }

    /// Adds what people said of messages, each as if it stood there `weight` times.
    mutating func add(_ corrected: [CorrectedText], weight: Int) {
        for text in corrected {
            let before = texts.count
            add(TrainingText(subject: text.subject, body: text.body, label: text.category, weight: weight))
            corrections += texts.count - before
        }
    }

    private mutating func add(_ text: TrainingText) {
        guard !examined.contains(Self.plain(text.body)) else {
            leftOut += 1
            return
        }
        texts.append(text)
    }

    /// Without what a copy may differ in: case and spaces.
    private static func plain(_ text: String) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

/// The opening message of a ticket, with the category that a person gave it.
struct CorrectedText: Sendable {
    let subject: String?
    let body: String
    let category: String

    /// The latest word on each ticket, in the order of the tickets: the same table gives the same list.
    static func read(in database: Database) async throws -> [CorrectedText] {
        try await database.rows(
            """
            SELECT DISTINCT ON (c.ticket_id) m.subject, m.body, c.category
            FROM triage_correction c
            JOIN message m ON m.id = c.message_id
            ORDER BY c.ticket_id, c.corrected_at DESC
            """
        ).map { row in
            CorrectedText(subject: try row("subject"), body: try row("body"), category: try row("category"))
        }
    }
}
