/// Reads bounces: by RFC 3464 where they keep to it, else by the words of those that do not.
enum BounceReader {
    static func read(_ mail: ParsedMail, _ limits: MailLimits = MailLimits()) -> Bounce {
        let notice = BounceNotice(mail.text, limits)
        let returned = mail.returned ?? notice.copy
        var recipients = reported(mail)
        if recipients.isEmpty || !recipients.contains(where: { $0.address.contains("@") }) {
            let found = told(mail, notice.words, returned)
            if !found.isEmpty || recipients.isEmpty { recipients = merged(found, recipients) }
        }
        let status =
            gravest(recipients) ?? StatusCodes.enhanced(notice.words) ?? StatusCodes.enhanced(mail.subject)
            ?? StatusCodes.plain(notice.words)
        return Bounce(
            kind: BounceClass.of(mail, recipients, status, notice.words),
            status: status,
            recipients: recipients.filter { !$0.address.isEmpty },
            messageID: returned?.raw("message-id").map(MessageIDs.read)?.first ?? mail.inReplyTo.first
                ?? mail.references.last
        )
    }

    /// What was told of recipients that a report does not name, with what it says of them.
    private static func merged(_ told: [Bounce.Recipient], _ reported: [Bounce.Recipient]) -> [Bounce.Recipient] {
        guard let first = reported.first else { return told }
        return told.map { .init(address: $0.address, status: first.status ?? $0.status, action: first.action) }
    }

    private static func reported(_ mail: ParsedMail) -> [Bounce.Recipient] {
        var seen: Set<String> = []
        return mail.report.filter(isOfRecipient).compactMap { block in
            let addresses = names.compactMap { block[$0].flatMap(address) }
            // Whom we wrote to rather than where it went on to, unless that names nobody.
            let best = addresses.first(where: isMailbox) ?? addresses.first ?? ""
            guard seen.insert(best.lowercased()).inserted else { return nil }
            return Bounce.Recipient(
                address: best,
                status: status(block),
                action: block["action"].map { $0.lowercased().prefix { $0.isLetter } }.map { String($0) }
            )
        }
    }

    private static let names = ["original-recipient", "final-recipient", "x-actual-recipient"]

    private static func isOfRecipient(_ block: MailHeaders) -> Bool {
        block.has("action") || names.contains { block.has($0) }
    }

    private static func status(_ block: MailHeaders) -> String? {
        let diagnostic = block["diagnostic-code"] ?? ""
        var status = block["status"].flatMap { StatusCodes.enhanced($0, success: true) }
        // `5.0.0` says nothing; the other side's words may.
        if status == nil || status?.hasSuffix(".0.0") == true { status = StatusCodes.enhanced(diagnostic) ?? status }
        return status ?? StatusCodes.plain(diagnostic)
    }

    private static func isMailbox(_ address: String) -> Bool {
        guard let at = address.lastIndex(of: "@"), at != address.startIndex, !address.hasPrefix("/") else {
            return false
        }
        return address[at...].contains(".")
    }

    /// `rfc822; <a@b>`, routes of old included.
    private static func address(_ field: String) -> String? {
        let value = field.split(separator: ";").last.map { String($0) } ?? field
        let bare = value.filter { $0 != "<" && $0 != ">" && $0 != " " && $0 != "\"" }
        if bare.hasPrefix("@"), let colon = bare.firstIndex(of: ":") {
            return String(bare[bare.index(after: colon)...])
        }
        if bare.hasPrefix("/") { return bare }
        let found = AddressList.read(Array(value.utf8), atMost: 1).first?.address
        return found.flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func told(_ mail: ParsedMail, _ words: String, _ returned: MailHeaders?) -> [Bounce.Recipient] {
        var addresses = named(mail)
        let copied = ["from", "reply-to"].flatMap { returned?.mailboxes($0, atMost: 5) ?? [] }
        let others = Set((mail.from + mail.to + copied).map { $0.address.lowercased() })
        if addresses.isEmpty { addresses = AddressesInText.read(words, excluding: others) }
        if addresses.isEmpty { addresses = AddressesInText.read(mail.subject, excluding: others) }
        if addresses.isEmpty { addresses = (returned?.mailboxes("to", atMost: 20) ?? []).map(\.address) }
        let status = StatusCodes.enhanced(words) ?? StatusCodes.plain(words)
        var seen: Set<String> = []
        return addresses.filter { $0.contains("@") && seen.insert($0.lowercased()).inserted }
            .map { Bounce.Recipient(address: $0, status: status, action: nil) }
    }

    /// Those that the header of the bounce itself names.
    private static func named(_ mail: ParsedMail) -> [String] {
        let failed = ["x-failed-recipients", "x-failed-recipient", "x-undelivered-to"].flatMap { mail.headers.all($0) }
            .flatMap { AddressList.read(Array($0.utf8), atMost: 100) }.map(\.address)
        return failed.isEmpty ? names.compactMap { mail.headers[$0].flatMap(address) } : failed
    }

    private static func gravest(_ recipients: [Bounce.Recipient]) -> String? {
        let failed = recipients.filter { !["delivered", "relayed", "expanded"].contains($0.action ?? "") }
        return failed.compactMap(\.status).max { ($0.first ?? "0") < ($1.first ?? "0") }
    }
}
