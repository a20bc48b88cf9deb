public import FoundationEssentials

/// An operator decided about an uncertain or failed notification; the desk asks, *notifier* acts.
public struct NotificationSettleRequestedV1: Message {
    /// Name and version on the wire.
    public static let name = "notification.settle-requested.v1"

    /// Row in `notification`.
    public let notificationID: UUID
    /// `resend`, `sent` or `failed`.
    public let outcome: String
    /// Who decided.
    public let actor: String

    /// About no single ticket.
    public var subjectID: UUID? { nil }

    /// A message with all its fields.
    public init(notificationID: UUID, outcome: String, actor: String) {
        self.notificationID = notificationID
        self.outcome = outcome
        self.actor = actor
    }
}
