import Contracts
import FoundationEssentials
import Postgres

/// Everything about one ticket.
struct TicketRecord: Sendable {
    let value: JSONValue

    /// Reads a ticket by id in one flight.
    static func read(_ id: UUID, in transaction: Transaction) async throws -> TicketRecord {
        let (overview, conversation, ledger, notifications, clocks, triage, assignments, waiting, corrections) =
            try await together(
                { try await transaction.values("SELECT * FROM ticket_overview WHERE id = $1", id) },
                { try await transaction.values(Self.conversation, id) },
                { try await transaction.values(Self.ledger, id) },
                { try await transaction.values(Self.notifications, id) },
                { try await transaction.values(Self.clocks, id) },
                { try await transaction.values(Self.triage, id) },
                { try await transaction.values(Self.assignments, id) },
                { try await transaction.values(Self.waiting, id) },
                { try await transaction.values(Self.corrections, id) }
            )
        return TicketRecord(
            value: .object([
                "ticket": overview.first ?? .null,
                "conversation": .array(conversation),
                "ledger": .array(ledger),
                "notifications": .array(notifications),
                "clocks": .array(clocks),
                "triage": triage.first ?? .null,
                "assignments": .array(assignments),
                "waiting": waiting.first ?? .null,
                "corrections": .array(corrections),
            ])
        )
    }

    private static let conversation = """
        SELECT id, received_at AS at, 'customer' AS author, 'message' AS kind, subject, body, machine, flags,
            sender_points
        FROM message WHERE ticket_id = $1
        UNION ALL
        SELECT id, created_at, author, kind, NULL, body, false, '{}', '{}' FROM desk_entry WHERE ticket_id = $1
        ORDER BY at, id
        """

    private static let ledger = """
        SELECT at, kind, actor, data, recorded_at FROM ticket_event WHERE ticket_id = $1 ORDER BY at, id
        """

    private static let notifications = """
        SELECT o.* FROM notification n JOIN notification_overview o ON o.id = n.id
        WHERE n.ticket_id = $1 ORDER BY n.created_at
        """

    private static let clocks = """
        SELECT metric, cycle, state, started_at, due_at, stopped_at, deadline_version, policy_version,
            calendar_version, explanation
        FROM sla_clock_overview WHERE ticket = (SELECT number FROM ticket WHERE id = $1) ORDER BY cycle, metric
        """

    private static let triage = """
        SELECT category, confidence, abstained, candidates, language, language_confidence, urgency, impact, priority,
            sentiment, safety, lane, rules_version, model_version, decided_by, evidence, classified_at, corrected_at,
            extracted, extraction_version, article_id, article_version, article_confidence
        FROM triage WHERE ticket_id = $1
        """

    private static let assignments = """
        SELECT agent_id, team_id, weight, policy_version, assigned_at, ended_at, end_reason,
            COALESCE(decision::jsonb, explanation) AS explanation
        FROM assignment WHERE ticket_id = $1 ORDER BY assigned_at
        """

    private static let waiting = "SELECT since, due_at, retry_at, explanation FROM waiting_ticket WHERE ticket_id = $1"

    private static let corrections = """
        SELECT corrected_at AS at, corrected_by AS by, category_was, category, language_was, language, decided_by,
            confidence, rules_version, model_version
        FROM triage_correction WHERE ticket_id = $1 ORDER BY corrected_at
        """
}
