extension ParsedMail {
    /// What is new in the mail, and what is quoted.
    public var replyParts: ReplyParts { ReplySplitter.split(text, quotedLines: quotedLines) }

    /// The mail that this one passes on; nil where it passes none on.
    public func forwarded(_ parts: ReplyParts) -> ForwardedMail? {
        if let found = ForwardedMail.find(subject: subject, parts: parts) {
            guard found.sender == nil, let inner = returned else { return found }
            return ForwardedMail(sender: inner.mailboxes("from", atMost: 1).first, subject: inner["subject"])
        }
        return nil
    }
}
