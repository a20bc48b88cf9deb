import FoundationEssentials
import Postgres
import WorkerKit

extension Turn {
    /// Due mails, oldest first, now this process's.
    ///
    /// Not those it holds already: another process, which found the lock of our epoch free for a moment, has queued them
    /// again, but their first handing over may still be granted here.
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
            )
            UPDATE notification n
            SET state = 'sending', epoch = $3, attempts = n.attempts + 1
            FROM due
            JOIN notification same ON same.id = due.id
            JOIN ticket t ON t.id = same.ticket_id
            JOIN customer c ON c.id = t.customer_id
            WHERE n.id = due.id AND n.state = 'queued'
            RETURNING
                n.id, n.template, n.automatic, n.address, n.language, n.subject, n.body, n.mail_id, n.in_reply_to,
                n.attempts, CASE n.audience WHEN 'customer' THEN c.name END AS customer_name
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
            UPDATE notification n
            SET state = CASE n.state WHEN 'sending' THEN 'queued' ELSE 'uncertain' END,
                failure = CASE n.state WHEN 'sending' THEN n.failure ELSE 'the result of handing it over was lost' END
            FROM mail_queue q
            WHERE q.epoch = $1 AND q.notification_id <> ALL($2) AND n.id = q.notification_id
                AND n.epoch = q.epoch AND n.state IN ('sending', 'finalising')
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
            WITH other AS MATERIALIZED (
                SELECT DISTINCT epoch FROM mail_queue WHERE epoch <> $1
            ), dead AS MATERIALIZED (
                SELECT epoch FROM other WHERE pg_try_advisory_xact_lock(7007, epoch)
            )
            UPDATE notification n
            SET state = CASE n.state WHEN 'sending' THEN 'queued' ELSE 'uncertain' END,
                failure = CASE n.state
                    WHEN 'sending' THEN n.failure
                    ELSE 'the sending process ended while it handed the mail over'
                END
            FROM dead
            JOIN mail_queue q ON q.epoch = dead.epoch
            WHERE n.id = q.notification_id AND n.epoch = dead.epoch AND n.state IN ('sending', 'finalising')
            RETURNING n.state
            """,
            epoch
        )
        let states = try rows.map { row in try row("state") as String }
        return (states.count { $0 == "queued" }, states.count { $0 == "uncertain" })
    }

    /// Writes what came of mails and adds to the ledger; harmless when it has been written before.
    ///
    /// A row that another process took for uncertain while this one still had the link is known better here.
    func settle(_ results: [MailResult], epoch: Int32) async throws {
        let rows = try await transaction.rows(
            """
            UPDATE notification n
            SET state = r.state,
                provider_reply = COALESCE(r.reply, n.provider_reply),
                failure = r.failure,
                next_attempt_at = COALESCE(r.next_at, n.next_attempt_at),
                attempts = n.attempts - r.refund,
                finalising_at = CASE r.state WHEN 'queued' THEN NULL ELSE n.finalising_at END,
                sent_at = CASE r.state WHEN 'sent' THEN $7 END
            FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::integer[])
                AS r (id, state, reply, failure, next_at, refund)
            WHERE n.id = r.id
              AND n.epoch = $8
              AND (n.state IN ('sending', 'finalising') OR (n.state = 'uncertain' AND n.settled_by IS NULL))
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

    /// No mail goes to addresses that the relay refused, for 60 days.
    func enqueueSuppressions(of addresses: [String]) {
        guard !addresses.isEmpty else { return }
        transaction.enqueue(
            """
            INSERT INTO suppression (address, reason, until)
            SELECT address, 'refused by the relay', $2 + interval '60 days' FROM unnest($1::text[]) AS address
            ON CONFLICT (address) DO UPDATE SET until = greatest(suppression.until, excluded.until)
            """,
            addresses,
            now
        )
    }
}

/// Ledger data of a mail.
private struct SentFact: Encodable {
    let notification: UUID
    let template: String
}
