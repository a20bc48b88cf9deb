import Contracts
import FoundationEssentials
import Postgres
import WorkerKit

/// Does what a person decided about a notification that did not end by itself.
struct SettleNotifications: Handler {
    let bell: Bell

    func decide(_ batch: [Received<NotificationSettleRequestedV1>], in turn: Turn) async throws -> [Verdict] {
        let wishes = batch.map(\.body)
        // Of several decisions about one notification the last counts.
        let readable = wishes.filter { Self.outcomes.contains($0.outcome) }
        let latest = Dictionary(readable.map { ($0.notificationID, $0) }) { $1 }.values
            .sorted { $0.notificationID.text < $1.notificationID.text }
        let (existing, _) = try await together(
            { try await turn.knownNotifications(wishes.map(\.notificationID)) },
            { try await turn.settle(latest) }
        )
        turn.afterCommit { [bell] in bell.ring() }
        return wishes.map { wish in
            guard Self.outcomes.contains(wish.outcome) else {
                return .park(reason: "outcome is resend, sent or failed")
            }
            return existing.contains(wish.notificationID) ? .done : .park(reason: "there is no such notification")
        }
    }

    private static let outcomes: Set<String> = ["resend", "sent", "failed"]
}

extension Turn {
    fileprivate func knownNotifications(_ ids: [UUID]) async throws -> Set<UUID> {
        let rows = try await transaction.rows("SELECT id FROM notification WHERE id = ANY($1)", ids)
        return Set(try rows.map { row in try row("id") as UUID })
    }

    /// What has ended otherwise by now is left alone, and so a second delivery is harmless.
    ///
    /// So is a mail that shall be sent again and whose words retention has removed meanwhile.
    fileprivate func settle(_ wishes: [NotificationSettleRequestedV1]) async throws {
        let rows = try await transaction.rows(
            """
            UPDATE notification n
            SET state = CASE r.outcome WHEN 'resend' THEN 'queued' ELSE r.outcome END,
                settled_by = r.actor,
                attempts = CASE r.outcome WHEN 'resend' THEN 0 ELSE n.attempts END,
                next_attempt_at = CASE r.outcome WHEN 'resend' THEN $4 ELSE n.next_attempt_at END,
                epoch = NULL,
                sent_at = CASE r.outcome WHEN 'sent' THEN COALESCE(n.finalising_at, $4) END,
                finalising_at = CASE r.outcome WHEN 'resend' THEN NULL ELSE n.finalising_at END,
                counted = n.counted OR r.outcome = 'resend'
            FROM unnest($1::uuid[], $2::text[], $3::text[]) AS r (id, outcome, actor)
            WHERE n.id = r.id
              AND (n.state IN ('uncertain', 'failed', 'bounced')
                OR (n.state = 'suppressed' AND n.address IS NOT NULL AND r.outcome = 'resend'))
              AND n.state <> r.outcome
              AND (r.outcome <> 'resend' OR n.body <> '')
            RETURNING n.id, n.ticket_id, n.template, n.audience, n.state, n.sent_at
            """,
            wishes.map(\.notificationID),
            wishes.map(\.outcome),
            wishes.map(\.actor),
            now
        )
        for row in rows where try row("state") == "sent" {
            try recordSent(row, at: try row("sent_at") as Date? ?? now)
        }
    }
}
