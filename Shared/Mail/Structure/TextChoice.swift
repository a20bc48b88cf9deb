/// Chooses the text that a person reads, and files the rest.
struct TextChoice {
    private let limits: MailLimits
    private(set) var attachments: [MailAttachment] = []
    private(set) var report: [MailHeaders] = []
    private(set) var returned: MailHeaders?
    private(set) var charset: String?
    private(set) var text = ""
    private(set) var quotedLines: Set<Int> = []
    private(set) var problems: [String] = []
    /// Line ends of the text: what comes next begins on this line.
    private var lines = 0

    init(_ limits: MailLimits) {
        self.limits = limits
    }

    mutating func walk(_ part: MIMEPart) {
        switch part.contentType.mediaType {
        case "multipart/alternative": alternative(part)
        case "multipart/report", "multipart/mixed", "multipart/related", "multipart/signed":
            part.parts.forEach { walk($0) }
        case _ where part.contentType.type == "multipart":
            if part.parts.isEmpty { take(part) } else { part.parts.forEach { walk($0) } }
        default: leaf(part)
        }
        if part.contentType.type == "multipart", part.parts.isEmpty,
            part.contentType.mediaType != "multipart/alternative"
        {
            if text.isEmpty { take(part) }
        }
    }

    /// The plain text where it says something, else the last readable alternative; what is no text is filed.
    private mutating func alternative(_ part: MIMEPart) {
        let plain = part.parts.first { $0.contentType.mediaType == "text/plain" && !isAttachment($0) }
        if let plain, !isBlank(plain) {
            take(plain)
        } else if let other = part.parts.last(where: { $0.contentType.type == "multipart" || isText($0) }) {
            isText(other) ? take(other) : walk(other)
        }
        for other in part.parts where !isText(other) && other.contentType.type != "multipart" { leaf(other) }
        // Calendars and pictures hide beside HTML, within its `related`.
        for other in part.parts where other.contentType.type == "multipart" && !(plain.map { isBlank($0) } ?? true) {
            files(other)
        }
    }

    private mutating func files(_ part: MIMEPart) {
        for inner in part.parts {
            if inner.contentType.type == "multipart" { files(inner) } else if !isText(inner) { leaf(inner) }
        }
    }

    private mutating func leaf(_ part: MIMEPart) {
        let type = part.contentType.mediaType
        switch type {
        case "message/delivery-status", "message/global-delivery-status", "message/disposition-notification",
            "message/feedback-report":
            report += blocks(part)
        case "text/rfc822-headers", "message/global-headers":
            returned = HeaderBlock.read(part.encoding.decoded(part.coded)[...], limits).headers
        case "message/rfc822", "message/global":
            if returned == nil { returned = part.parts.first?.headers }
            attach(part)
        case "application/ms-tnef", "application/vnd.ms-tnef": tnef(part)
        case _ where isText(part) && !isAttachment(part) && (text.isEmpty || part.fileName == nil): take(part)
        default: attach(part)
        }
    }

    private func blocks(_ part: MIMEPart) -> [MailHeaders] {
        let bytes = part.encoding.decoded(part.coded.prefix(limits.textBytes))
        var (rest, all): (ArraySlice<UInt8>, [MailHeaders]) = (bytes[...], [])
        while !rest.isEmpty, all.count < limits.addresses {
            let (headers, next, _) = HeaderBlock.read(rest, limits)
            if !headers.fields.isEmpty { all.append(headers) }
            rest = next > rest.startIndex ? bytes[next...] : []
        }
        return all
    }

    private func isText(_ part: MIMEPart) -> Bool {
        let type = part.contentType.mediaType
        return type == "text/plain" || type == "text/html" || type == "text/enriched" || type == "text/richtext"
    }

    private func isAttachment(_ part: MIMEPart) -> Bool { part.disposition.word == "attachment" }

    private func isBlank(_ part: MIMEPart) -> Bool {
        part.body.isEmpty || part.text(atMost: 4_096).text.allSatisfy(\.isWhitespace)
    }

    private mutating func take(_ part: MIMEPart) {
        guard text.utf8.count < limits.textBytes else { return }
        let read = part.text(atMost: limits.textBytes)
        if charset == nil { charset = read.charset }
        if part.body.count / 4 > limits.textBytes {
            note("its text is longer than \(limits.textBytes) bytes: the rest is left out")
        }
        if part.contentType.mediaType == "text/plain" || part.contentType.type == "multipart" {
            append(PlainText.read(read.text, part.contentType.parameters), quoted: [])
        } else {
            let rendered = HTMLText.render(read.text, limits)
            append(rendered.text, quoted: rendered.quotedLines)
        }
    }

    private mutating func append(_ more: String, quoted: Set<Int>) {
        guard !more.isEmpty else { return }
        if !text.isEmpty {
            let gap = text.utf8.last == 0x0A ? "\n" : "\n\n"
            text += gap
            lines += gap.utf8.count
        }
        text += more
        quotedLines.formUnion(quoted.map { $0 + lines })
        lines += more.utf8.count { $0 == 0x0A }
    }

    private mutating func attach(_ part: MIMEPart) {
        let id = part.headers.raw("content-id").map(MessageIDs.read)?.first
        attachments.append(
            MailAttachment(
                name: part.fileName,
                mediaType: part.contentType.mediaType,
                contentID: id,
                isInline: part.disposition.word == "inline" || (part.disposition.word.isEmpty && id != nil),
                encoded: part.coded,
                encoding: part.encoding
            )
        )
    }

    private mutating func tnef(_ part: MIMEPart) {
        guard let read = TNEF.read(part.encoding.decoded(part.coded), limits) else {
            note("winmail.dat cannot be read: it is kept as a file")
            return attach(part)
        }
        attachments += read.files
        if text.isEmpty, let body = read.text {
            append(body, quoted: [])
        } else if text.isEmpty, let html = read.html {
            let rendered = HTMLText.render(html, limits)
            append(rendered.text, quoted: rendered.quotedLines)
        }
    }

    private mutating func note(_ problem: String) {
        if !problems.contains(problem) { problems.append(problem) }
    }
}
