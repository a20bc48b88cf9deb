public import FoundationEssentials

/// How a mail came to us: what only the server that delivered it knows.
public struct MailDelivery: Sendable, Equatable {
    /// Our own address it arrived at; nil where nobody says, and the mail's own header must do.
    public var account: String?
    /// When it was taken from the server.
    public var at: Date
    /// Envelope sender; nil where it is not known, empty for a bounce.
    public var sender: String?
    /// Envelope recipients, the one that this delivery is for first.
    public var recipients: [String]

    /// A delivery.
    public init(account: String? = nil, at: Date, sender: String? = nil, recipients: [String] = []) {
        self.account = account
        self.at = at
        self.sender = sender
        self.recipients = recipients
    }
}
