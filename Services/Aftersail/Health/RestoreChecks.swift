import Contracts
import Postgres

/// Whether the data are where they were made, and what a restored backup still asks for.
struct RestoreChecks: Sendable {
    let database: Database

    func run() async throws -> [Finding] {
        let known = try await database.values("SELECT to_regclass('aftersail.home') IS NOT NULL AS there")
        // Before migration 0008; the schema's finding says so.
        guard known.first?["there"].truth == true else { return [] }
        return try await [home(), restored(), departed(), mails(), timers(), positions(), seals()].compactMap { $0 }
    }

    private func home() async throws -> Finding {
        let rows = try await database.values(
            """
            SELECT h.system = c.system_identifier AS same, (SELECT max(e.recorded_at) FROM aftersail.ticket_event e) AS newest
            FROM aftersail.home h, pg_control_system() c
            """
        )
        guard rows.first?["same"].truth != true else { return .ok("home", "the data belong to this server") }
        return .fail(
            "home",
            """
            the data were made on another server: a backup, whose newest record is of \(rows.first?["newest"].shown ?? "-"); \
            what was accepted after that is missing
            """,
            "before any worker starts: `aftersail restore begin`; see docs/guides/restore.md"
        )
    }

    /// Nothing when no restore is open.
    private func restored() async throws -> Finding? {
        let rows = try await database.values(
            """
            SELECT r.backup_at, r.restored_at,
                (SELECT count(*) FROM aftersail.notification n
                 WHERE n.state = 'uncertain' AND n.failure LIKE 'restored: %') AS held
            FROM aftersail.restore_point r
            WHERE r.ended_at IS NULL
            """
        )
        return rows.first.map { row in
            .warn(
                "restored",
                """
                at \(row["restored_at"].shown) from a backup whose newest record is of \(row["backup_at"].shown): requests \
                accepted after it are missing unless adapters post them again; \(row["held"].shown) mails wait
                """,
                """
                post them again; when the queues are empty, `aftersail notification list --state uncertain`, settle or \
                `resend --held`, then `aftersail restore end`
                """
            )
        }
    }

    /// Rows that no living process will publish by itself.
    private func departed() async throws -> Finding {
        let outboxes = [
            "intake", "classifier", "dispatcher", "sla_monitor", "notifier", "survey", "mailbox", "desk",
            "operator",
        ]
        let union = outboxes.map { "SELECT epoch FROM aftersail.outbox_\($0)" }.joined(separator: " UNION ALL ")
        let rows = try await database.values(
            "SELECT count(*) AS rows FROM (\(union)) o WHERE NOT EXISTS (\(Self.living("o.epoch")))"
        )
        return .none(
            rows.first?["rows"].whole ?? 0,
            "departed",
            "messages of ended processes wait in outboxes",
            "a replica of their worker publishes them within seconds of its start (sla-monitor those of commands)"
        )
    }

    private func mails() async throws -> Finding {
        let rows = try await database.values(
            """
            SELECT count(*) AS rows FROM aftersail.mail_queue q
            WHERE q.epoch IS NOT NULL AND NOT EXISTS (\(Self.living("q.epoch")))
            """
        )
        return .none(
            rows.first?["rows"].whole ?? 0,
            "under way",
            "mails were under way in processes that ended",
            "a notifier sends them again or lists them as uncertain; in a restored backup `aftersail restore begin` comes first"
        )
    }

    private func timers() async throws -> Finding {
        let rows = try await database.values(
            """
            SELECT count(*) AS rows, min(due_at) AS oldest FROM aftersail.timer
            WHERE due_at < aftersail.now() - interval '1 minute'
            """
        )
        let count = rows.first?["rows"].whole ?? 0
        return count == 0
            ? .ok("timers", "none is overdue")
            : .warn(
                "timers",
                "\(count) are overdue, the oldest since \(rows.first?["oldest"].shown ?? "-")",
                "start the sla-monitor, or more of them; they are told oldest first"
            )
    }

    private func positions() async throws -> Finding {
        let rows = try await database.values(
            """
            SELECT s.last_value + s.is_called::integer AS next, (SELECT count(*) FROM aftersail.ticket) AS tickets,
                (SELECT COALESCE(max(p.epoch), 0) FROM aftersail.process p) AS epoch,
                COALESCE(pg_sequence_last_value(pg_get_serial_sequence('aftersail.process', 'epoch')::regclass), 0) AS epochs
            FROM aftersail.ticket_sequence s
            """
        )
        let row = rows.first ?? .null
        let (next, tickets) = (row["next"].whole ?? 0, row["tickets"].whole ?? 0)
        let (epoch, epochs) = (row["epoch"].whole ?? 0, row["epochs"].whole ?? 0)
        return next >= tickets && epochs >= epoch
            ? .ok("positions", "next ticket is the \(next)th, next process the \(epochs + 1)th")
            : .fail(
                "positions",
                "\(tickets) tickets, next position \(next); process \(epoch), position \(epochs)",
                "the sequences lag behind the rows: restore them too, or setval() them above these figures"
            )
    }

    private func seals() async throws -> Finding {
        let rows = try await database.values(
            """
            SELECT (SELECT count(*) FROM aftersail.ticket_event e
                    WHERE e.recorded_at < aftersail.now() - interval '1 minute')
                - (SELECT COALESCE(max(position) + 1, 0) FROM aftersail.ticket_event_seal) AS rows
            """
        )
        return .none(
            max(0, rows.first?["rows"].whole ?? 0),
            "unsealed",
            "events older than a minute have no seal",
            "start the sla-monitor, which seals them"
        )
    }

    /// A process lives as long as it holds the advisory lock of its epoch.
    private static func living(_ epoch: String) -> String {
        """
        SELECT FROM pg_locks l
        WHERE l.locktype = 'advisory' AND l.classid = 7007 AND l.objid = \(epoch)::oid AND l.granted
          AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
        """
    }
}
