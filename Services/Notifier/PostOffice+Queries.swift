import FoundationEssentials
import Postgres
import WorkerKit

extension Transaction {
    /// Advisory lock of the budgets, one for all.
    ///
    /// A turn composes several kinds of messages one after the other, so locks on single addresses would be taken in no
    /// common order. Sending happens outside it. docs/operations.md lists all locks.
    private static let budgetLock: Int32 = 7010

    /// What decides about these drafts, with the budgets locked until the commit.
    ///
    /// What is counted covers every hour that a mail may fall into: written within the last hour, sent within it, or
    /// not sent yet. Back-off ends after two days, so older rows are not looked at.
    func postOffice(for drafts: [Draft], at now: Date) async throws -> PostOffice {
        let budgeted = Set(drafts.filter(\.isBudgeted).compactMap(\.address)).sorted()
        if !budgeted.isEmpty {
            enqueue("SELECT pg_advisory_xact_lock($1, 0)", Self.budgetLock)
        }
        // Each statement sees what was committed before it began, and so behind the locks.
        let (reasons, addresses) = (drafts.map(\.reason), Set(drafts.compactMap(\.address)))
        let (known, suppressed, used) = try await together(
            { try await texts("SELECT reason AS text FROM notification WHERE reason = ANY($1)", reasons) },
            { try await self.suppressed(addresses, at: now) },
            { try await self.used(budgeted, at: now) }
        )
        return PostOffice(known: known, suppressed: suppressed, used: used)
    }

    private func texts(_ sql: String, _ keys: [String]) async throws -> Set<String> {
        Set(try await rows(sql, keys).map { row in try row("text") as String })
    }

    private func suppressed(_ addresses: Set<String>, at now: Date) async throws -> Set<String> {
        guard !addresses.isEmpty else { return [] }
        let rows = try await rows(
            "SELECT address FROM suppression WHERE address = ANY($1) AND until > $2",
            Array(addresses),
            now
        )
        return Set(try rows.map { row in try row("address") as String })
    }

    private func used(_ addresses: [String], at now: Date) async throws -> [String: Int] {
        guard !addresses.isEmpty else { return [:] }
        let rows = try await rows(
            """
            SELECT a.address, (
                SELECT count(*)
                FROM notification n
                WHERE n.address = a.address
                  AND n.automatic
                  AND n.audience = 'customer'
                  AND n.created_at > $2 - interval '3 days'
                  AND n.state <> 'suppressed'
                  AND (n.created_at > $2 - interval '1 hour' OR n.sent_at > $2 - interval '1 hour'
                       OR n.finalising_at > $2 - interval '1 hour'
                       OR n.state IN ('queued', 'sending', 'finalising'))
            ) AS used
            FROM unnest($1::text[]) AS a (address)
            """,
            addresses,
            now
        )
        return Dictionary(try rows.map { row in (try row("address") as String, try row("used") as Int) }) { $0 + $1 }
    }
}

extension Turn {
    /// Stores notifications with the next flight, in the order of their reasons; known reasons are left alone.
    ///
    /// After a restore, what is told about a ticket of the backup may have been sent before: it waits for a person, as
    /// long as the restore is open.
    func enqueueNotifications(_ drafts: [Draft], mailID: (Draft) -> String) {
        let drafts = drafts.sorted { $0.reason < $1.reason }
        let ids = drafts.map { _ in newID() }
        transaction.enqueue(
            """
            INSERT INTO notification
                (id, ticket_id, reason, template, audience, automatic, channel, address, language, subject, body, state,
                 failure, mail_id, in_reply_to, created_at, next_attempt_at)
            SELECT
                id, ticket_id, reason, template, audience, automatic, channel, address, language, subject, body,
                CASE WHEN held THEN 'uncertain' ELSE state END,
                CASE WHEN held THEN 'restored: written again after the restore, it may have been sent before'
                    ELSE failure END,
                mail_id, in_reply_to, $16, $16
            FROM (
                SELECT
                    n.*,
                    CASE
                        WHEN n.state <> 'queued' OR (SELECT restored_at FROM restore_point WHERE ended_at IS NULL) IS NULL
                        THEN false
                        ELSE (SELECT t.opened_at FROM ticket t WHERE t.id = n.ticket_id)
                            < (SELECT restored_at FROM restore_point WHERE ended_at IS NULL)
                    END AS held
                FROM unnest(
                    $1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::text[], $8::text[],
                    $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[])
                    AS n (id, ticket_id, reason, template, audience, automatic, channel, address, language, subject, body,
                        state, failure, mail_id, in_reply_to)
            ) drafts
            ON CONFLICT (reason) DO NOTHING
            """,
            ids,
            drafts.map(\.ticket),
            drafts.map(\.reason),
            drafts.map(\.template),
            drafts.map(\.audience.rawValue),
            drafts.map(\.automatic),
            drafts.map { $0.address == nil ? "none" : "email" },
            drafts.map(\.address),
            drafts.map(\.language),
            drafts.map(\.subject),
            drafts.map(\.body),
            drafts.map { $0.obstacle == nil ? "queued" : "suppressed" },
            drafts.map(\.obstacle),
            drafts.map(mailID),
            drafts.map(\.inReplyTo),
            now
        )
    }
}
