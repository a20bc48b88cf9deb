import Contracts
import FoundationEssentials
import Postgres
import Tickets
import Triage
import WorkerKit

extension Turn {
    /// What is known about messages, by message id.
    ///
    /// Of a text longer than `characters` come its beginning and its end, as much as a judge looks at.
    func triageFacts(of messages: [UUID], characters: Int) async throws -> [UUID: TriageFacts] {
        let rows = try await transaction.rows(
            """
            SELECT m.id, m.ticket_id, m.subject,
                CASE WHEN octet_length(m.body) > $2 + $2 / 8 + 1 AND char_length(m.body) > $2 + $2 / 8 + 1
                    THEN left(m.body, $2) || E'\\n' || right(m.body, $2 / 8) ELSE m.body END AS body,
                COALESCE(t.locale, c.locale) AS locale, c.level,
                (SELECT g.language FROM ticket o JOIN triage g ON g.ticket_id = o.id
                 WHERE o.customer_id = t.customer_id AND g.language <> 'und' ORDER BY o.opened_at DESC LIMIT 1) AS earlier
            FROM message m
            JOIN ticket t ON t.id = m.ticket_id
            JOIN customer c ON c.id = t.customer_id
            WHERE m.id = ANY($1)
            """,
            messages,
            Int32(characters)
        )
        var facts: [UUID: TriageFacts] = [:]
        for row in rows {
            let message = TriageFacts(
                ticketID: try row("ticket_id"),
                messageID: try row("id"),
                message: TriageMessage(
                    subject: try row("subject"),
                    body: try row("body"),
                    locale: try row("locale"),
                    earlierLanguage: try row("earlier"),
                    isVIP: try row("level") as String == "vip"
                )
            )
            facts[message.messageID] = message
        }
        return facts
    }

    /// Stores judgements of tickets that have none and returns what stands for each of them.
    func insertTriage(
        _ entries: [(facts: TriageFacts, judgement: Judgement, numbers: TicketNumbers)]
    ) async throws -> [UUID: TriageRow] {
        let sorted = entries.sorted { $0.facts.ticketID < $1.facts.ticketID }
        let judgements = sorted.map(\.judgement)
        let inserted = try await transaction.rows(
            """
            INSERT INTO triage
                (ticket_id, message_id, category, confidence, abstained, candidates, language, language_confidence,
                 urgency, impact, priority, sentiment, safety, lane, rules_version, evidence, decided_by, model_version,
                 classified_at, extracted, extraction_version, article_id, article_version, article_confidence)
            SELECT n.ticket, n.message, n.category, n.confidence, n.category IS NULL, n.candidates, n.language,
                n.language_confidence, n.urgency, n.impact, n.priority, n.sentiment, n.safety, n.lane, n.rules, n.evidence,
                n.decider, n.model, $18, n.extracted, n.extraction, n.article, n.article_version, n.article_confidence
            FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::float8[], $5::jsonb[], $6::text[], $7::float8[],
                        $8::text[], $9::text[], $10::int2[], $11::text[], $12::bool[], $13::text[], $14::text[], $15::jsonb[],
                        $16::text[], $17::text[], $19::jsonb[], $20::int4[], $21::text[], $22::int4[], $23::float8[])
                AS n (ticket, message, category, confidence, candidates, language, language_confidence, urgency, impact,
                      priority, sentiment, safety, lane, rules, evidence, decider, model, extracted, extraction,
                      article, article_version, article_confidence)
            ON CONFLICT (ticket_id) DO NOTHING
            RETURNING ticket_id
            """,
            sorted.map(\.facts.ticketID),
            sorted.map(\.facts.messageID),
            judgements.map { $0.category?.rawValue },
            judgements.map(\.confidence),
            try judgements.map { try JSONText(encoding: $0.candidates) },
            judgements.map(\.language),
            judgements.map(\.languageConfidence),
            judgements.map(\.urgency.rawValue),
            judgements.map(\.impact.rawValue),
            judgements.map { Int16($0.priority.rawValue) },
            judgements.map(\.sentiment.rawValue),
            judgements.map(\.safety),
            judgements.map(\.lane.rawValue),
            judgements.map(\.rulesVersion),
            try judgements.map { try JSONText(encoding: $0.evidence) },
            judgements.map(\.decider.rawValue),
            judgements.map(\.modelVersion),
            now,
            try sorted.map { try JSONText(encoding: $0.numbers.found) },
            sorted.map { $0.numbers.version.map { Int32($0) } },
            judgements.map { $0.article?.id },
            judgements.map { $0.article.map { Int32($0.version) } },
            judgements.map { $0.article?.confidence }
        )
        let new = Set(try inserted.map { row in try row("ticket_id") as UUID })
        return try await triage(of: sorted.map(\.facts.ticketID), new: new)
    }

    /// Classifications that stand, by ticket.
    func triage(of tickets: [UUID], new: Set<UUID> = []) async throws -> [UUID: TriageRow] {
        let rows = try await transaction.rows(
            """
            SELECT ticket_id, category, confidence, language, priority, lane, sentiment, safety, rules_version, article_id
            FROM triage
            WHERE ticket_id = ANY($1)
            """,
            tickets
        )
        var standing: [UUID: TriageRow] = [:]
        for row in rows {
            let ticketID: UUID = try row("ticket_id")
            standing[ticketID] = try TriageRow(row, isNew: new.contains(ticketID))
        }
        return standing
    }

    /// Writes raised priorities; a concurrent raise is never undone.
    func enqueueRaises(_ rows: [TriageRow]) throws {
        guard !rows.isEmpty else { return }
        let sorted = rows.sorted { $0.ticketID < $1.ticketID }
        transaction.enqueue(
            """
            UPDATE triage t
            SET priority = LEAST(t.priority, n.priority),
                lane = CASE WHEN n.priority <= t.priority THEN n.lane ELSE t.lane END,
                sentiment = n.sentiment,
                safety = t.safety OR n.safety
            FROM unnest($1::uuid[], $2::int2[], $3::text[], $4::text[], $5::bool[])
                AS n (ticket, priority, lane, sentiment, safety)
            WHERE t.ticket_id = n.ticket
            """,
            sorted.map(\.ticketID),
            sorted.map { Int16($0.priority.rawValue) },
            sorted.map(\.lane.rawValue),
            sorted.map(\.sentiment.rawValue),
            sorted.map(\.safety)
        )
        for row in sorted {
            record(
                try LedgerEntry(
                    ticketID: row.ticketID,
                    at: now,
                    kind: "reclassified",
                    actor: "system:classifier",
                    data: ["priority": String(row.priority.rawValue), "sentiment": row.sentiment.rawValue]
                )
            )
        }
    }
}

extension JSONText {
    /// JSON of a value that always encodes.
    init(encoding value: some Encodable) throws {
        self.init(String(decoding: try WireJSON.encode(value), as: UTF8.self))
    }
}
