import Contracts
public import FoundationEssentials
import Postgres
import Tickets
import WorkerKit

/// What a person decides about a notification that did not end by itself.
public enum NotificationOutcome: String, CaseIterable, Sendable {
    /// Send it once more.
    case resend
    /// It arrived: the customer said so, or the provider's log shows it.
    case sent
    /// It did not arrive and is not worth another try.
    case failed
}

extension Desk {
    /// Decides about an uncertain or failed notification, or sends one that was kept back for want of a budget; the notifier
    /// acts.
    ///
    /// Without its words, which retention removes in time, nothing is sent again.
    ///
    /// - Throws: `DeskError.unknownNotification`, `.notSettleable`.
    public func settle(notification: UUID, as outcome: NotificationOutcome) async throws {
        let rows = try await turn.transaction.rows(
            """
            SELECT CASE WHEN state = 'suppressed' AND address IS NULL THEN 'without an address' ELSE state END AS state,
                body = '' AS is_wordless
            FROM notification
            WHERE id = $1
            """,
            notification
        )
        guard let row = rows.first else { throw DeskError.unknownNotification(notification) }
        let state: String = try row("state")
        let isWordless: Bool = try row("is_wordless")
        let settleable = ["uncertain", "failed", "bounced"] + (outcome == .resend ? ["suppressed"] : [])
        guard settleable.contains(state), !(outcome == .failed && state != "uncertain") else {
            throw DeskError.notSettleable(state: state, outcome: outcome.rawValue)
        }
        guard !(outcome == .resend && isWordless) else {
            throw DeskError.notSettleable(
                state: "without its words, gone after AFTERSAIL_KEEP_MAIL_TEXTS,",
                outcome: outcome.rawValue
            )
        }
        try turn.emit(
            NotificationSettleRequestedV1(
                notificationID: notification,
                outcome: outcome.rawValue,
                actor: actor.text
            ),
            lane: .normal
        )
    }
}
