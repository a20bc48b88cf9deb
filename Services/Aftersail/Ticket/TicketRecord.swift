import Contracts
import FoundationEssentials
import Postgres

/// Everything about one ticket.
struct TicketRecord: Sendable {
    let value: JSONValue

    /// Reads a ticket by id in one flight.
    static func read(_ id: UUID, in transaction: Transaction) async throws -> TicketRecord {
        async let overview = transaction.values("SELECT * FROM ticket_overview WHERE id = $1", id)
        async let conversation = transaction.values(conversation, id)
        async let ledger = transaction.values(
            "SELECT at, kind, actor, data, recorded_at FROM ticket_event WHERE ticket_id = $1 ORDER BY at, id",
            id
        )
        async let notifications = transaction.values(
            """
            SELECT o.* FROM notification n JOIN notification_overview o ON o.id = n.id
            WHERE n.ticket_id = $1 ORDER BY n.created_at
            """,
            id
        )
        async let clocks = transaction.values(
            """
            SELECT metric, cycle, state, started_at, due_at, stopped_at, deadline_version, policy_version,
                calendar_version, explanation
            FROM sla_clock_overview WHERE ticket = (SELECT number FROM ticket WHERE id = $1) ORDER BY cycle, metric
            """,
            id
        )
        async let triage = transaction.values(
            """
            SELECT category, confidence, abstained, candidates, language, language_confidence, urgency, impact, priority,
                sentiment, safety, lane, rules_version, model_version, decided_by, evidence, article_id,
                article_version, article_confidence, classified_at
            FROM triage WHERE ticket_id = $1
            """,
            id
        )
        async let assignments = transaction.values(
            """
            SELECT agent_id, team_id, weight, policy_version, assigned_at, ended_at, end_reason, explanation
            FROM assignment WHERE ticket_id = $1 ORDER BY assigned_at
            """,
            id
        )
        async let waiting = transaction.values(
            "SELECT since, due_at, retry_at, explanation FROM waiting_ticket WHERE ticket_id = $1",
            id
        )
        return TicketRecord(
            value: .object([
                "ticket": try await overview.first ?? .null,
                "conversation": .array(try await conversation),
                "ledger": .array(try await ledger),
                "notifications": .array(try await notifications),
                "clocks": .array(try await clocks),
                "triage": try await triage.first ?? .null,
                "assignments": .array(try await assignments),
                "waiting": try await waiting.first ?? .null,
            ])
        )
    }

    private static let conversation = """
        SELECT id, received_at AS at, 'customer' AS author, 'message' AS kind, subject, body, machine, flags
        FROM message WHERE ticket_id = $1
        UNION ALL
        SELECT id, created_at, author, kind, NULL, body, false, '{}' FROM desk_entry WHERE ticket_id = $1
        ORDER BY at, id
        """
}
