/// Reads mails.
///
/// Pure: the same bytes give the same value.
public struct MailParser: Sendable {
    /// Bounds of one parse.
    public let limits: MailLimits

    /// A parser within bounds.
    public init(limits: MailLimits = MailLimits()) {
        self.limits = limits
    }

    /// What the mail says; never fails.
    public func parse(_ raw: [UInt8]) -> ParsedMail {
        var mail = ParsedMail()
        if raw.count > limits.bytes {
            mail.problems.append("it is longer than \(limits.bytes) bytes: the rest is left out")
        }
        var reader = MIMEReader(limits)
        let root = reader.read(Self.withoutMargin(raw.prefix(limits.bytes)))
        mail.problems += reader.problems
        mail.headers = root.headers
        mail.contentType = root.contentType
        readHeaders(&mail)
        readParts(root, &mail)
        if mail.headers.fields.isEmpty { mail.problems.append("it has no header field") }
        return mail
    }

    /// Without the mark and blanks that programs set before a mail when they show or store it.
    private static func withoutMargin(_ raw: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let marked = raw.starts(with: [0xEF, 0xBB, 0xBF]) ? raw.dropFirst(3) : raw
        guard let first = marked.first, first <= 0x20 else { return marked }
        let start = marked.prefix(4_096).firstIndex { $0 > 0x20 } ?? marked.startIndex
        return HeaderBlock.isField(Lines.line(marked, start).content) ? marked[start...] : marked
    }

    private func readHeaders(_ mail: inout ParsedMail) {
        let headers = mail.headers
        mail.from = headers.mailboxes("from", atMost: limits.addresses)
        if mail.from.isEmpty { mail.from = headers.mailboxes("sender", atMost: 1) }
        mail.replyTo = headers.mailboxes("reply-to", atMost: limits.addresses)
        mail.to = headers.mailboxes("to", atMost: limits.addresses)
        mail.cc = headers.mailboxes("cc", atMost: limits.addresses)
        mail.subject = headers["subject"] ?? ""
        mail.date = headers["date"].flatMap(MailDate.read)
        mail.messageID = headers.raw("message-id").flatMap(MessageIDs.only)
        mail.inReplyTo = headers.raw("in-reply-to").map(MessageIDs.read) ?? []
        mail.references = Array((headers.raw("references").map(MessageIDs.read) ?? []).suffix(limits.references))
    }

    private func readParts(_ root: MIMEPart, _ mail: inout ParsedMail) {
        var choice = TextChoice(limits)
        choice.walk(root)
        mail.attachments = choice.attachments
        mail.report = choice.report
        mail.returned = choice.returned
        mail.text = choice.text
        mail.charset = choice.charset
        mail.quotedLines = choice.quotedLines
        mail.problems += choice.problems
    }
}
