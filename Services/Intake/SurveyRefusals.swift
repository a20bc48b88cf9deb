import FoundationEssentials
import Postgres
import WorkerKit

extension Turn {
    /// Notes that whoever got these mails wants no more surveys; again is the same as once.
    func declineSurveys(of notifications: [UUID]) async throws {
        guard !notifications.isEmpty else { return }
        let rows = try await transaction.rows(
            """
            INSERT INTO survey_refusal (address, ticket_id, created_at)
            SELECT DISTINCT ON (n.address) n.address, n.ticket_id, $2
            FROM notification n
            WHERE n.id = ANY($1) AND n.address IS NOT NULL
            ORDER BY n.address, n.id
            ON CONFLICT (address) DO NOTHING
            RETURNING ticket_id
            """,
            notifications,
            now
        )
        for row in rows {
            try record(
                LedgerEntry(ticketID: try row("ticket_id"), at: now, kind: "surveys_declined", actor: "customer")
            )
        }
    }
}
