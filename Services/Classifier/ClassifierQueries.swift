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

    /// Stores judgements of tickets that have none, and returns what stands for each of them.
    ///
    /// `entries` are sorted by ticket, so that two turns never wait for each other.
    func insertTriage(_ entries: [TriageEntry]) async throws -> [UUID: TriageRow] {
        guard !entries.isEmpty else { return [:] }
        let rows = Dictionary(entries.map { ($0.row.ticketID, $0.row) }, uniquingKeysWith: { first, _ in first })
        guard isCareful else {
            transaction.enqueue(Self.insertion, parameters: parameters(of: entries))
            return rows
        }
        let inserted = try await transaction.rows(
            "\(Self.insertion) ON CONFLICT (ticket_id) DO NOTHING RETURNING ticket_id",
            parameters: parameters(of: entries)
        )
        let new = Set(try inserted.map { row in try row("ticket_id") as UUID })
        guard new.count < rows.count else { return rows }
        let others = try await triage(of: rows.keys.filter { !new.contains($0) })
        return rows.merging(others) { _, standing in standing }
    }

    private static let insertion = """
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
        """

    private func parameters(of entries: [TriageEntry]) -> [any PostgresValue] {
        let rows = entries.map(\.row)
        return [
            rows.map(\.ticketID),
            entries.map(\.messageID),
            rows.map(\.category),
            rows.map(\.confidence),
            entries.map(\.candidates),
            rows.map(\.language),
            entries.map(\.languageConfidence),
            entries.map(\.urgency.rawValue),
            entries.map(\.impact.rawValue),
            rows.map { Int16($0.priority.rawValue) },
            rows.map(\.sentiment.rawValue),
            rows.map(\.safety),
            rows.map(\.lane.rawValue),
            rows.map(\.rulesVersion),
            entries.map(\.evidence),
            entries.map(\.decider.rawValue),
            entries.map(\.modelVersion),
            now,
            entries.map(\.extracted),
            entries.map { $0.extractionVersion.map { Int32($0) } },
            entries.map { $0.article?.id },
            entries.map { $0.article.map { Int32($0.version) } },
            entries.map { $0.article?.confidence },
        ]
    }

    /// Classifications that stand, by ticket.
    func triage(of tickets: [UUID]) async throws -> [UUID: TriageRow] {
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
            standing[ticketID] = try TriageRow(row, isNew: false)
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
