import FoundationEssentials
import Postgres
import Tickets
import Triage
import WorkerKit

extension Turn {
    /// Writes the latest correction of each ticket where an older one stands or none; returns the rows whose category or
    /// language it changed.
    ///
    /// An article was chosen for the category that is gone, and goes with it.
    func applyCorrections(to tickets: [UUID]) async throws -> [UUID: TriageRow] {
        let rows = try await transaction.rows(
            """
            WITH latest AS (
                SELECT DISTINCT ON (c.ticket_id) c.ticket_id, c.category, c.language, c.corrected_at
                FROM triage_correction c
                WHERE c.ticket_id = ANY($1)
                ORDER BY c.ticket_id, c.corrected_at DESC
            ), old AS (
                SELECT t.ticket_id, t.category, t.language, t.corrected_at
                FROM triage t
                WHERE t.ticket_id IN (SELECT l.ticket_id FROM latest l)
                ORDER BY t.ticket_id
                FOR UPDATE
            )
            UPDATE triage t
            SET category = n.category, language = n.language, confidence = 1, abstained = false, decided_by = 'person',
                corrected_at = n.corrected_at,
                article_id = CASE WHEN o.category = n.category THEN t.article_id END,
                article_version = CASE WHEN o.category = n.category THEN t.article_version END,
                article_confidence = CASE WHEN o.category = n.category THEN t.article_confidence END
            FROM latest n
            JOIN old o ON o.ticket_id = n.ticket_id
            WHERE t.ticket_id = n.ticket_id AND (o.corrected_at IS NULL OR o.corrected_at < n.corrected_at)
            RETURNING t.ticket_id, t.category, t.confidence, t.language, t.priority, t.lane, t.sentiment, t.safety,
                t.rules_version, t.article_id,
                (o.category IS DISTINCT FROM n.category OR o.language IS DISTINCT FROM n.language) AS changed
            """,
            tickets
        )
        var changed: [UUID: TriageRow] = [:]
        for row in rows {
            guard try row("changed") as Bool else { continue }
            let standing = try TriageRow(row, isNew: false)
            changed[standing.ticketID] = standing
        }
        return changed
    }
}

extension TriageRow {
    /// A row of the table.
    init(_ row: Row, isNew: Bool) throws {
        self.init(
            ticketID: try row("ticket_id"),
            category: try row("category"),
            confidence: try row("confidence"),
            language: try row("language"),
            priority: Priority(rawValue: try row("priority")) ?? .p3,
            lane: Lane(rawValue: try row("lane")) ?? .normal,
            sentiment: Sentiment(rawValue: try row("sentiment")) ?? .neutral,
            safety: try row("safety"),
            rulesVersion: try row("rules_version"),
            isNew: isNew,
            articleID: try row("article_id")
        )
    }
}
