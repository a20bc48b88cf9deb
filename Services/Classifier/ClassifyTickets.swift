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
        let (extractor, answers, facts) = try await together(
            { try await self.extractor.current(in: turn.transaction) },
            { try await self.articles.current(in: turn.transaction) },
            { try await turn.triageFacts(of: batch.map(\.body.messageID), characters: self.judge.characters) }
        )
        let judge = present.answering(from: answers.body)
        var judgements: [UUID: (facts: TriageFacts, judgement: Judgement, numbers: TicketNumbers)] = [:]
        for (index, message) in batch.enumerated() {
            guard let facts = facts[message.body.messageID] else { continue }
            let numbers = TicketNumbers(facts.message, by: extractor.body, version: extractor.version)
            judgements[facts.ticketID] = (facts, judge.judge(facts.message), numbers)
            if index % 32 == 31 { await Task.yield() }
        }
        let standing = try await turn.insertTriage(Array(judgements.values))
        turn.enqueueShadows(
            judgements.values.filter { standing[$0.facts.ticketID]?.isNew == true }.map {
                ($0.facts.ticketID, $0.judgement.shadow)
            }
        )
        for message in batch {
            guard let row = standing[message.body.ticketID] else { continue }
            try turn.emit(row.message(about: message.body.ticketID), lane: row.lane, because: message.envelope)
        }
        for (ticketID, entry) in judgements where standing[ticketID]?.isNew == true {
            try turn.record(
                LedgerEntry(
                    ticketID: ticketID,
                    at: turn.now,
                    kind: "classified",
                    actor: "system:classifier",
                    data: ClassifiedRecord(entry.judgement)
                )
            )
            metrics.add("aftersail_classified_total", 1, [("category", entry.judgement.category?.rawValue ?? "none")])
            metrics.add("aftersail_triage_decided_total", 1, [("by", entry.judgement.decider.rawValue)])
            if entry.judgement.article != nil { metrics.add("aftersail_triage_answered_total") }
        }
        return batch.map { message in
            standing[message.body.ticketID] == nil
                ? .park(reason: "the ticket or its opening message does not exist") : .done
        }
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
