import FoundationEssentials

extension MailMessage {
    private static let ownHeaders: Set<String> = [
        "from", "sender", "to", "cc", "bcc", "reply-to", "subject", "date", "message-id", "in-reply-to", "references",
        "mime-version", "return-path", "received",
    ]

    /// The message as 7-bit bytes with CRLF line ends (RFC 5322, 2045, 2047); the same message gives the same bytes.
    ///
    /// - Throws: `SMTPError.invalidHeader` for line breaks or NUL in a header, `SMTPError.invalidAddress` for an
    ///   address the relay could not take. Retrying does not help.
    public func encoded() throws(SMTPError) -> [UInt8] {
        // Headers, and the content a third longer than the text: what nearly every mail has room in.
        var header = HeaderWriter(capacity: 1_024 + (text.utf8.count + (html?.utf8.count ?? 0)) * 3 / 2)
        try writeAddresses(to: &header)
        try header.text("Subject", subject)
        try header.tokens("Date", [MailDate.written(date)])
        try writeThread(to: &header)
        try writeExtras(to: &header)
        try header.tokens("MIME-Version", [Array("1.0".utf8)])
        appendContent(to: &header.bytes)
        return header.bytes
    }

    private func writeAddresses(to header: inout HeaderWriter) throws(SMTPError) {
        if !envelopeSender.isEmpty { try MailAddress.check(envelopeSender, field: "envelope sender") }
        try header.mailbox("From", name: from.name, address: from.address)
        try header.mailbox("To", name: toName ?? "", address: recipient)
        if let replyTo { try header.mailbox("Reply-To", name: from.name, address: replyTo) }
    }

    private func writeThread(to header: inout HeaderWriter) throws(SMTPError) {
        guard let own = try MessageID.written(messageID, header: "Message-ID") else {
            let reason = "expected local@domain in printable ASCII, at most 250 bytes"
            throw .invalidHeader(name: "Message-ID", reason: reason)
        }
        try header.tokens("Message-ID", [own])
        if let inReplyTo, let id = try MessageID.written(inReplyTo, header: "In-Reply-To") {
            try header.tokens("In-Reply-To", [id])
        }
        var thread: [[UInt8]] = []
        for reference in references {
            if let id = try MessageID.written(reference, header: "References") { thread.append(id) }
        }
        if thread.count > 20 { thread = [thread[0]] + thread.suffix(19) }
        if !thread.isEmpty { try header.tokens("References", thread) }
    }

    private func writeExtras(to header: inout HeaderWriter) throws(SMTPError) {
        if let language { try header.structured("Content-Language", language) }
        for (name, value) in extraHeaders {
            let key = name.lowercased()
            guard !Self.ownHeaders.contains(key), !key.hasPrefix("content-") else {
                throw .invalidHeader(name: HeaderWriter.shown(name), reason: "is written from the message's own fields")
            }
            try header.structured(name, value)
        }
    }

    private func appendContent(to bytes: inout [UInt8]) {
        guard let html else { return appendPart("plain", text, to: &bytes) }
        let boundary = MessageID.boundary(messageID)
        bytes += "Content-Type: multipart/alternative;\r\n boundary=\"\(boundary)\"\r\n\r\n--\(boundary)\r\n".utf8
        appendPart("plain", text, to: &bytes)
        bytes += "--\(boundary)\r\n".utf8
        appendPart("html", html, to: &bytes)
        bytes += "--\(boundary)--\r\n".utf8
    }

    private func appendPart(_ subtype: String, _ text: String, to bytes: inout [UInt8]) {
        bytes += "Content-Type: text/\(subtype); charset=utf-8\r\n".utf8
        TransferEncoding.append(text, to: &bytes)
    }
}
