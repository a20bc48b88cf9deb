/// What is known of a message that is to be judged.
public struct TriageMessage: Sendable, Hashable {
    /// Subject line, of a mail.
    public let subject: String?
    /// The text.
    public let body: String
    /// Locale of the sender or his account, such as `pt-BR`.
    public let locale: String?
    /// Language of the ticket's or the customer's earlier messages.
    public let earlierLanguage: String?
    /// Whether the customer is an important one.
    public let isVIP: Bool

    /// A message; see the properties.
    public init(
        subject: String? = nil,
        body: String,
        locale: String? = nil,
        earlierLanguage: String? = nil,
        isVIP: Bool = false
    ) {
        self.subject = subject
        self.body = body
        self.locale = locale
        self.earlierLanguage = earlierLanguage
        self.isVIP = isVIP
    }
}
