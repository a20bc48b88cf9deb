import FoundationEssentials
import Postgres
import WorkerKit

extension Turn {
    /// Due mails, oldest first, now this process's.
    ///
    /// Lists keep the plans to the rows' keys: the queue is empty at rest, and a plan made then would read all of it.
    ///
    /// Not those it holds already: another process, which found the lock of our epoch free for a moment, has queued them
    /// again, but their first handing over may still be granted here.
    ///
    /// Names and threads are looked up only for mails that show them; those to colleagues do not.
    func claimMails(limit: Int, notIn held: Set<UUID>, epoch: Int32) async throws -> [QueuedMail] {
        let rows = try await transaction.rows(
            """
            WITH due AS MATERIALIZED (
                SELECT notification_id AS id
                FROM mail_queue
                WHERE epoch IS NULL AND due_at <= $1 AND notification_id <> ALL($4)
                ORDER BY due_at, notification_id
                LIMIT $2
                FOR UPDATE SKIP LOCKED
            ), taken AS (
                UPDATE mail_queue q
                SET epoch = $3, attempts = q.attempts + 1
                WHERE q.notification_id = ANY (ARRAY(SELECT id FROM due))
                RETURNING q.notification_id AS id, q.attempts
            )
            SELECT
                n.id, n.ticket_id, n.audience, n.template, n.automatic, n.address, n.language, n.subject, n.body, n.mail_id,
                n.in_reply_to, taken.attempts,
                CASE WHEN n.audience = 'customer' THEN (
                    SELECT c.name FROM ticket t JOIN customer c ON c.id = t.customer_id WHERE t.id = n.ticket_id
                ) END AS customer_name,
                CASE WHEN n.in_reply_to IS NOT NULL THEN (
                    SELECT m.in_reply_to
                    FROM (SELECT x.external_id, x.in_reply_to FROM message x WHERE x.ticket_id = n.ticket_id OFFSET 0) m
                    WHERE m.external_id = n.in_reply_to
                    LIMIT 1
                ) END AS thread
            FROM taken
            JOIN notification n ON n.id = taken.id
            """,
            now,
            limit,
            epoch,
            Array(held)
        )
        return try rows.map { row in try QueuedMail(row, at: now) }.sorted { $0.id < $1.id }
    }

    /// When the next mail is due that this process does not hold.
    func nextMailDue(notIn held: Set<UUID>) async throws -> Date? {
        let rows = try await transaction.rows(
            "SELECT min(due_at) AS due FROM mail_queue WHERE epoch IS NULL AND notification_id <> ALL($1)",
            Array(held)
        )
        return try rows.first.flatMap { row in try row("due") }
    }

    /// Takes back rows of this process that it does not hold: the answer to the commit of their claim was lost.
    func enqueueReturn(notIn held: Set<UUID>, epoch: Int32) {
        transaction.enqueue(
            """
            WITH lost AS MATERIALIZED (
                SELECT q.notification_id AS id, q.epoch, q.attempts, q.finalising_at
                FROM mail_queue q
                WHERE q.epoch = $1 AND q.notification_id <> ALL($2)
                FOR UPDATE
            ), \(Self.takeBack(because: "the result of handing it over was lost"))
            SELECT FROM told
            """,
            epoch,
            Array(held)
        )
    }

    /// Takes over from dead processes, whose epoch's lock is free; returns how many mails go back to the queue and how
    /// many are uncertain.
    func recoverMails(epoch: Int32) async throws -> (queued: Int, uncertain: Int) {
        let rows = try await transaction.rows(
            """
            WITH RECURSIVE other AS (
                SELECT least(
                    (SELECT min(epoch) FROM mail_queue WHERE epoch < $1),
                    (SELECT min(epoch) FROM mail_queue WHERE epoch > $1)
                ) AS epoch
                UNION ALL
                SELECT COALESCE(
                    (SELECT min(q.epoch) FROM mail_queue q WHERE q.epoch > other.epoch AND q.epoch < $1),
                    (SELECT min(q.epoch) FROM mail_queue q WHERE q.epoch > greatest(other.epoch, $1))
                )
                FROM other
                WHERE other.epoch IS NOT NULL
            ), dead AS MATERIALIZED (
                SELECT epoch FROM other WHERE epoch IS NOT NULL AND pg_try_advisory_xact_lock(7007, epoch)
            ), lost AS MATERIALIZED (
                SELECT q.notification_id AS id, q.epoch, q.attempts, q.finalising_at
                FROM dead
                JOIN mail_queue q ON q.epoch = dead.epoch
                FOR UPDATE OF q
            ), \(Self.takeBack(because: "the sending process ended while it handed the mail over"))
            SELECT (SELECT count(*) FROM returned) AS queued,
                (SELECT count(*) FROM told WHERE state = 'uncertain') AS uncertain
            """,
            epoch
        )
        guard let row = rows.first else { return (0, 0) }
        return (try row("queued"), try row("uncertain"))
    }

    /// What becomes of the rows of `lost`: those not about to be completed go back, of the others nobody knows.
    ///
    /// A process of the release before writes its steps into `notification`, from where triggers bring them here.
    private static func takeBack(because reason: String) -> String {
        """
        returned AS (
            UPDATE mail_queue q
            SET epoch = NULL
            FROM lost l
            JOIN notification n ON n.id = l.id
            WHERE q.notification_id = l.id AND l.finalising_at IS NULL AND n.state <> 'finalising'
            RETURNING q.notification_id
        ), told AS (
            UPDATE notification n
            SET state = CASE WHEN l.finalising_at IS NULL AND n.state = 'sending' THEN 'queued' ELSE 'uncertain' END,
                failure = CASE WHEN l.finalising_at IS NULL AND n.state = 'sending' THEN n.failure ELSE '\(reason)' END,
                epoch = l.epoch,
                attempts = l.attempts,
                finalising_at = COALESCE(l.finalising_at, n.finalising_at)
            FROM lost l
            WHERE n.id = l.id AND (l.finalising_at IS NOT NULL OR n.state IN ('sending', 'finalising'))
            RETURNING n.state
        )
        """
    }

    /// Writes what came of mails and adds to the ledger; harmless when it has been written before.
    ///
    /// A row that another process took for uncertain while this one still had the link is known better here.
    func settle(_ results: [MailResult], epoch: Int32) async throws {
        let rows = try await transaction.rows(
            """
            WITH result AS MATERIALIZED (
                SELECT r.*, q.notification_id IS NOT NULL AS ours, q.attempts - r.refund AS tries, q.finalising_at AS marked
                FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::integer[])
                    AS r (id, state, reply, failure, next_at, refund)
                LEFT JOIN LATERAL (SELECT x.* FROM mail_queue x WHERE x.notification_id = r.id OFFSET 0) q ON q.epoch = $8
            ), returned AS (
                UPDATE mail_queue q
                SET epoch = NULL, finalising_at = NULL, attempts = r.tries, due_at = COALESCE(r.next_at, q.due_at)
                FROM result r
                WHERE q.notification_id = ANY (ARRAY(SELECT id FROM result WHERE state = 'queued' AND ours))
                    AND q.notification_id = r.id AND q.epoch IS NOT DISTINCT FROM $8
            )
            UPDATE notification n
            SET state = r.state,
                epoch = $8,
                provider_reply = COALESCE(r.reply, n.provider_reply),
                failure = r.failure,
                next_attempt_at = COALESCE(r.next_at, n.next_attempt_at),
                attempts = COALESCE(r.tries, n.attempts),
                finalising_at = CASE r.state WHEN 'queued' THEN NULL ELSE COALESCE(r.marked, n.finalising_at) END,
                sent_at = CASE r.state WHEN 'sent' THEN $7 END
            FROM result r
            WHERE n.id = r.id AND (r.ours OR (n.epoch = $8 AND n.state = 'uncertain' AND n.settled_by IS NULL))
            RETURNING n.id, n.ticket_id, n.template, n.audience, n.state
            """,
            results.map(\.id),
            results.map(\.state.rawValue),
            results.map(\.reply),
            results.map(\.failure),
            results.map { $0.delay.map { now.addingTimeInterval($0 / .seconds(1)) } },
            results.map { Int32($0.isRefunded ? 1 : 0) },
            now,
            epoch
        )
        for row in rows where try row("state") == "sent" { try recordSent(row, at: now) }
    }

    /// The ledger's line about a mail that a customer got; staff mail is no part of a ticket's history.
    func recordSent(_ row: Row, at instant: Date) throws {
        guard try row("audience") == "customer" else { return }
        let template: String = try row("template")
        let kind =
            switch template {
            case "acknowledgement", "acknowledgement_without_promise": "acknowledged"
            case "progress", "progress_waiting": "progress_sent"
            default: "notified"
            }
        let fact = SentFact(notification: try row("id"), template: template)
        record(
            try LedgerEntry(
                ticketID: try row("ticket_id"),
                at: instant,
                kind: kind,
                actor: "system:notifier",
                data: fact
            )
        )
    }

    /// No mail goes to addresses that will not take one, for 60 days.
    func enqueueSuppressions(of addresses: [String], because reason: String) {
        guard !addresses.isEmpty else { return }
        transaction.enqueue(
            """
            INSERT INTO suppression (address, reason, until)
            SELECT address, $3, $2 + interval '60 days' FROM unnest($1::text[]) AS address
            ON CONFLICT (address) DO UPDATE SET until = greatest(suppression.until, excluded.until)
            """,
            addresses,
            now,
            reason
        )
    }
}

/// Ledger data of a mail.
private struct SentFact: Encodable {
    let notification: UUID
    let template: String
}
