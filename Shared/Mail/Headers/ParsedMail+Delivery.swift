public import FoundationEssentials

/// What servers wrote into a mail's header on its way to us.
extension ParsedMail {
    /// When the server nearest to us took it, by the topmost Received; nil where that tells no time.
    public var received: Date? {
        guard let line = headers["received"], let mark = line.lastIndex(of: ";") else { return nil }
        return MailDate.read(String(line[line.index(after: mark)...].prefix(100)))
    }

    /// Where it was really delivered, the server nearest to us first.
    public var deliveredTo: [Mailbox] {
        ["delivered-to", "x-original-to", "envelope-to", "x-envelope-to"].flatMap { headers.mailboxes($0, atMost: 5) }
    }

    /// The envelope sender as the last server recorded it; empty where it did not, or for a bounce.
    public var returnPath: [Mailbox] { headers.mailboxes("return-path", atMost: 1) }
}
