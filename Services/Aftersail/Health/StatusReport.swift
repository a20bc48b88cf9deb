import Contracts
import Postgres

/// The database's side of the status.
enum StatusReport {
    static func read(_ database: Database) async throws -> JSONValue {
        try await database.transaction { transaction in
            let (tickets, attention, processes, outboxes) = try await together(
                { try await transaction.values(Self.tickets) },
                { try await transaction.values(Self.attention) },
                { try await transaction.values(Self.processes) },
                { try await transaction.values(Self.outboxes) }
            )
            return .object([
                "tickets": tickets.first ?? .null,
                "attention": attention.first ?? .null,
                "processes": .array(processes),
                "outboxes": .array(outboxes),
            ])
        }
    }

    private static let tickets = """
        SELECT count(*) AS total,
            count(*) FILTER (WHERE COALESCE(s.status, 'open') = 'open') AS open,
            count(*) FILTER (WHERE s.status = 'waiting') AS waiting,
            count(*) FILTER (WHERE s.status = 'proposed') AS proposed,
            count(*) FILTER (WHERE s.status = 'resolved') AS resolved,
            count(*) FILTER (WHERE s.status = 'closed') AS closed
        FROM ticket t
        LEFT JOIN ticket_state s ON s.ticket_id = t.id
        """

    static let attention = """
        SELECT
            (SELECT count(*) FROM waiting_ticket) AS tickets_without_agent,
            (SELECT min(since) FROM waiting_ticket) AS oldest_without_agent_at,
            (SELECT count(*) FROM sla_clock WHERE state = 'breached') AS breached_clocks,
            (SELECT count(*) FROM notification WHERE state = 'uncertain') AS uncertain_notifications,
            (SELECT count(*) FROM notification WHERE state = 'failed') AS failed_notifications,
            (SELECT count(*) FROM parked_message WHERE state = 'parked') AS parked,
            (SELECT count(*) FROM quarantine WHERE state = 'waiting') AS quarantined,
            (SELECT count(*) FROM follow_up WHERE state = 'open') AS open_follow_ups
        """

    /// A process lives as long as it holds the advisory lock of its epoch.
    static let processes = """
        SELECT p.epoch, p.worker, p.host, p.pid, p.version, p.started_at
        FROM process p
        JOIN pg_locks l ON l.locktype = 'advisory' AND l.classid = 7007 AND l.objid = p.epoch::oid AND l.granted
        WHERE l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND p.worker NOT IN ('desk', 'operator')
        ORDER BY p.worker, p.epoch
        """

    static let outboxes = """
        SELECT 'intake' AS writer, count(*) AS rows, min(created_at) AS oldest_at FROM outbox_intake
        UNION ALL SELECT 'classifier', count(*), min(created_at) FROM outbox_classifier
        UNION ALL SELECT 'dispatcher', count(*), min(created_at) FROM outbox_dispatcher
        UNION ALL SELECT 'sla-monitor', count(*), min(created_at) FROM outbox_sla_monitor
        UNION ALL SELECT 'notifier', count(*), min(created_at) FROM outbox_notifier
        UNION ALL SELECT 'survey', count(*), min(created_at) FROM outbox_survey
        UNION ALL SELECT 'mailbox', count(*), min(created_at) FROM outbox_mailbox
        UNION ALL SELECT 'desk', count(*), min(created_at) FROM outbox_desk
        UNION ALL SELECT 'operator', count(*), min(created_at) FROM outbox_operator
        """
}
