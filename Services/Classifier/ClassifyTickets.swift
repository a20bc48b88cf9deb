import Contracts
import FoundationEssentials
import Postgres
import Setup
import Tickets
import Triage
import WorkerKit

/// Classifies new tickets; the first classification of a ticket stands.
struct ClassifyTickets: Handler {
    let judge: JudgeInForce
    let extractor: SetupCache<ExtractionPatterns, Extractor>
    let articles: SetupCache<ArticleBook, ArticleIndex?>
    let metrics: Metrics

    func decide(_ batch: [Received<TicketOpenedV1>], in turn: Turn) async throws -> [Verdict] {
        // First, since articles are looked for by the concepts of the model in force; costs a round trip in five seconds.
        let present = try await judge.current(in: turn.transaction)
        let (extractor, answers, loaded) = try await together(
            { try await self.extractor.current(in: turn.transaction) },
            { try await self.articles.current(in: turn.transaction) },
            { try await turn.triageFacts(of: batch.map(\.body.messageID), characters: self.judge.characters) }
        )
        let judge = present.answering(from: answers.body)
        let entries = try await entries(for: batch, loaded, in: turn) { message in
            (judge.judge(message), TicketNumbers(message, by: extractor.body, version: extractor.version))
        }
        let standing = try await turn.insertTriage(entries)
        let new = entries.filter { standing[$0.row.ticketID]?.isNew == true }
        turn.enqueueShadows(new.map { ($0.row.ticketID, $0.shadow) })
        for message in batch {
            guard let row = standing[message.body.ticketID] else { continue }
            try turn.emit(row.message(about: message.body.ticketID), lane: row.lane, because: message.envelope)
        }
        for entry in new {
            turn.record(entry.line)
            metrics.add("aftersail_classified_total", 1, [("category", entry.row.category ?? "none")])
            metrics.add("aftersail_triage_decided_total", 1, [("by", entry.decider.rawValue)])
            if entry.article != nil { metrics.add("aftersail_triage_answered_total") }
        }
        return batch.map { message in
            standing[message.body.ticketID] == nil
                ? .park(reason: "the ticket or its opening message does not exist") : .done
        }
    }

    /// Judges one message after the other, in the order of their tickets; each text goes as soon as it is judged.
    private func entries(
        for batch: [Received<TicketOpenedV1>],
        _ loaded: [UUID: TriageFacts],
        in turn: Turn,
        by judging: (TriageMessage) -> (Judgement, TicketNumbers)
    ) async throws -> [TriageEntry] {
        var loaded = loaded
        var entries: [UUID: TriageEntry] = [:]
        for (index, message) in batch.enumerated() {
            guard let facts = loaded.removeValue(forKey: message.body.messageID) else { continue }
            let (judgement, numbers) = judging(facts.message)
            entries[facts.ticketID] = try TriageEntry(facts, judgement, numbers, at: turn.now)
            if index % 32 == 31 { await Task.yield() }
        }
        return entries.values.sorted { $0.row.ticketID < $1.row.ticketID }
    }
}

/// What the ledger keeps of a classification.
struct ClassifiedRecord: Encodable {
    let category: String?
    let confidence: Double
    let language: String
    let priority: Int
    let lane: String
    let rules: String
    let decider: String
    let model: String?
    let article: String?

    enum CodingKeys: String, CodingKey {
        case category, confidence, language, priority, lane, rules, model, article
        case decider = "decided_by"
    }

    init(_ judgement: Judgement) {
        category = judgement.category?.rawValue
        confidence = judgement.confidence
        language = judgement.language
        priority = judgement.priority.rawValue
        lane = judgement.lane.rawValue
        rules = judgement.rulesVersion
        decider = judgement.decider.rawValue
        model = judgement.modelVersion
        article = judgement.article?.id
    }
}
