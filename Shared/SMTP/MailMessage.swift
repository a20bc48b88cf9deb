public import FoundationEssentials

/// A message to one customer in two renderings; `encoded()` writes it.
public struct MailMessage: Sendable {
    /// Where bounces go; `""` is the null sender, which automatic answers use.
    public var envelopeSender: String
    /// The one recipient's address.
    public var recipient: String
    /// The recipient's display name; `nil` shows the address alone.
    public var toName: String?
    /// Who writes; an empty name shows the address alone.
    public var from: (name: String, address: String)
    /// Where answers go, under the writer's name; `nil` means `from`.
    public var replyTo: String?
    /// Subject in any script.
    public var subject: String
    /// Plain text in any script; any line ends.
    public var text: String
    /// The same content as HTML; `nil` sends plain text alone.
    public var html: String?
    /// `local@domain`, with or without angle brackets; also decides the MIME boundary.
    public var messageID: String
    /// The message this one answers; left out when it cannot be written as a message id.
    public var inReplyTo: String?
    /// The thread, oldest first; unusable ids are left out, and of more than 20 the first and the last 19 are kept.
    public var references: [String]
    /// Written in UTC, to the second.
    public var date: Date
    /// Further headers in this order, such as `Auto-Submitted`; names that `encoded()` writes itself are refused.
    public var extraHeaders: [(String, String)]
    /// BCP 47 tag of the content, such as `zh-Hans`; `nil` leaves the header out.
    public var language: String?

    /// A message; what is left out is absent from the header.
    public init(
        envelopeSender: String,
        recipient: String,
        toName: String? = nil,
        from: (name: String, address: String),
        replyTo: String? = nil,
        subject: String,
        text: String,
        html: String? = nil,
        messageID: String,
        inReplyTo: String? = nil,
        references: [String] = [],
        date: Date,
        extraHeaders: [(String, String)] = [],
        language: String? = nil
    ) {
        self.envelopeSender = envelopeSender
        self.recipient = recipient
        self.toName = toName
        self.from = from
        self.replyTo = replyTo
        self.subject = subject
        self.text = text
        self.html = html
        self.messageID = messageID
        self.inReplyTo = inReplyTo
        self.references = references
        self.date = date
        self.extraHeaders = extraHeaders
        self.language = language
    }
}
