public import FoundationEssentials

/// What a mail says, read from its bytes.
///
/// Every input gives one: what could not be read is nil or empty and named in ``problems``.
public struct ParsedMail: Sendable {
    /// Header fields as they came, in order.
    public internal(set) var headers = MailHeaders([])
    /// Authors.
    public internal(set) var from: [Mailbox] = []
    /// Where answers are wanted.
    public internal(set) var replyTo: [Mailbox] = []
    /// Main recipients.
    public internal(set) var to: [Mailbox] = []
    /// Further recipients.
    public internal(set) var cc: [Mailbox] = []
    /// Subject on one line; empty where there is none.
    public internal(set) var subject = ""
    /// When it says it was written.
    public internal(set) var date: Date?
    /// Without angle brackets.
    public internal(set) var messageID: String?
    /// Without angle brackets, as they stand.
    public internal(set) var inReplyTo: [String] = []
    /// Without angle brackets, the newest last.
    public internal(set) var references: [String] = []
    /// The character set that the text was read by.
    public internal(set) var charset: String?
    /// The whole text, quotations marked by `> `.
    public internal(set) var text = ""
    /// Lines of ``text`` that HTML marks as quotation.
    public internal(set) var quotedLines: Set<Int> = []
    /// Everything beside the text.
    public internal(set) var attachments: [MailAttachment] = []
    /// Media type of the whole and its parameters.
    public internal(set) var contentType = ContentType.plain
    /// Fields of machine-readable reports: one block for each recipient after that of the message.
    public internal(set) var report: [MailHeaders] = []
    /// Header of the mail that a report returns.
    public internal(set) var returned: MailHeaders?
    /// What was cut or could not be read; no text of the mail.
    public internal(set) var problems: [String] = []

    /// Whether nothing could be read at all.
    public var isUnreadable: Bool { headers.fields.isEmpty && text.isEmpty && attachments.isEmpty }
}
