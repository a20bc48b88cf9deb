import Digest

extension ParsedMail {
    /// The mail's id, or one made from its header and text where it has none.
    ///
    /// Header lines that relays add on the way count for nothing, so a copy fetched again has the same.
    public var identity: String {
        if let messageID { return messageID }
        var digest = SHA256Digest()
        for name in ["from", "to", "cc", "subject", "date", "content-type"] {
            digest.update(Array(name.utf8) + [0x3A] + (headers.raw(name) ?? []) + [0x0A])
        }
        digest.update(Array(text.utf8))
        for attachment in attachments {
            digest.update(Array("\(attachment.name ?? "") \(attachment.mediaType)\n".utf8))
        }
        return hex(Array(digest.finish().prefix(16))) + "@made-up.invalid"
    }
}
