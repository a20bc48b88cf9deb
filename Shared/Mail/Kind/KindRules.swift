/// The rules by which a mail's kind is told, strongest first.
public struct KindRules: Sendable {
    private let own: OwnMail

    /// Rules for an instance.
    public init(own: OwnMail = OwnMail()) {
        self.own = own
    }

    /// The kind, the rule, and what a bounce says.
    public func judge(_ mail: ParsedMail) -> MailJudgement {
        if let rule = reportRule(mail) { return judgement(.report, rule, mail) }
        if let rule = bounceRule(mail) { return judgement(.bounce, rule, mail, BounceReader.read(mail)) }
        if let rule = ownRule(mail) { return judgement(.own, rule, mail) }
        if let rule = automaticRule(mail) { return judgement(.autoReply, rule, mail) }
        if let rule = listRule(mail) { return judgement(.list, rule, mail) }
        if let rule = AutomaticWording.rule(mail) { return judgement(.autoReply, rule, mail) }
        return judgement(.person, "none", mail)
    }

    private func judgement(_ kind: MailKind, _ rule: String, _ mail: ParsedMail, _ bounce: Bounce? = nil)
        -> MailJudgement
    {
        MailJudgement(kind: kind, rule: rule, bounce: bounce, mayBeAnswered: kind == .person && isAnswerable(mail))
    }

    /// Suppressed on request, or an address that nobody reads.
    private func isAnswerable(_ mail: ParsedMail) -> Bool {
        let words = (mail.headers["x-auto-response-suppress"] ?? "").lowercased().split { ", ;".contains($0) }
        if words.contains("all") || words.contains("autoreply") || words.contains("oof") { return false }
        guard let sender = mail.replyTo.first ?? mail.from.first, sender.address.contains("@") else { return false }
        return !sender.isUnread
    }

    private func reportRule(_ mail: ParsedMail) -> String? {
        if mail.subject.hasPrefix("complaint about message from ") { return "subject:complaint" }
        let type = mail.contentType
        guard type.mediaType == "multipart/report" else { return nil }
        switch type.parameters["report-type"]?.lowercased() {
        // Dovecot refuses by it.
        case "disposition-notification" where mail.headers["auto-submitted"]?.contains("(rejected") ?? false: return nil
        case "disposition-notification": return "content-type:disposition-notification"
        case "feedback-report": return "content-type:feedback-report"
        case "delivery-status", nil:
            let actions = mail.report.compactMap { $0["action"]?.lowercased() }
            let isGood =
                !actions.isEmpty
                && actions.allSatisfy { ["delivered", "relayed", "expanded"].contains($0.prefix { $0.isLetter }) }
            if isGood { return "action:delivered" }
            return mail.report.contains { $0.has("disposition") && !$0.has("action") }
                ? "content-type:disposition-notification" : nil
        case .some: return "content-type:report"
        }
    }

    private func bounceRule(_ mail: ParsedMail) -> String? {
        let headers = mail.headers
        if mail.contentType.mediaType == "multipart/report" { return "content-type:delivery-status" }
        if mail.report.contains(where: { $0.has("final-recipient") || $0.has("action") }) {
            return "part:delivery-status"
        }
        if headers.has("x-failed-recipients") { return "x-failed-recipients" }
        let sender = mail.from.first
        let local = sender?.localPart.filter { $0.isLetter } ?? ""
        if local.hasPrefix("mailerdaemon") { return "from:mailer-daemon" }
        // Postfix names the null sender in a pipe.
        let path = headers["return-path"]?.lowercased().filter { !$0.isWhitespace }
        let isNull = path == "<>" || path == "<mailer-daemon>"
        let isSystem = BounceWording.isSystemSender(local)
        let isTitled = BounceWording.isBounceSubject(mail.subject) || BounceWording.isUnknown(mail.subject)
        guard isNull || isSystem || isTitled, !isAnswer(mail, isTitled) else { return nil }
        let isTold = isTitled || BounceWording.isBounceText(mail.text)
        if isNull, isTold || automaticRule(mail) == nil { return "return-path:null" }
        if isSystem, isTold { return "from:postmaster" }
        return isTitled && hasEvidence(mail) ? "wording:bounce" : nil
    }

    /// Answering machines write with an empty return path, too, as RFC 3834 wants it.
    private func isAnswer(_ mail: ParsedMail, _ isTitled: Bool) -> Bool {
        if let rule = AutomaticWording.rule(mail), !isTitled || rule.hasPrefix("subject") { return true }
        let isReplied = mail.headers["auto-submitted"]?.lowercased().hasPrefix("auto-replied") ?? false
        let rule = automaticRule(mail)
        return !isTitled && (isReplied || rule?.hasPrefix("x-auto") ?? false || rule?.hasSuffix("reply") ?? false)
    }

    /// People write of failed deliveries, too, and pass bounces on: only a mail system gives codes and a copy.
    private func hasEvidence(_ mail: ParsedMail) -> Bool {
        let words = mail.subject.lowercased()
        guard BounceWording.isBounceText(mail.text), !ForwardedMail.isPrefixed(mail.subject),
            !["re:", "aw:", "sv:", "回复", "答复"].contains(where: { words.hasPrefix($0) })
        else { return false }
        if mail.returned != nil { return true }
        let notice = BounceNotice(mail.text, MailLimits())
        if AddressesInText.isAnnounced(notice.words) { return true }
        return notice.copy != nil || StatusCodes.enhanced(notice.words) != nil || StatusCodes.plain(notice.words) != nil
    }

    private func ownRule(_ mail: ParsedMail) -> String? {
        let loops = mail.headers.all(own.loopHeader)
        if !own.instance.isEmpty, loops.contains(own.instance) { return "loop-header" }
        if loops.contains(where: { own.addresses.contains($0.lowercased()) }) { return "loop-header" }
        if let id = mail.messageID?.lowercased(), let at = id.lastIndex(of: "@"),
            own.messageIDDomains.contains(String(id[id.index(after: at)...]))
        {
            return "message-id:own-domain"
        }
        return mail.from.contains { own.addresses.contains($0.address.lowercased()) } ? "from:own-address" : nil
    }

    private func automaticRule(_ mail: ParsedMail) -> String? {
        let headers = mail.headers
        if let value = headers["auto-submitted"]?.lowercased() {
            let word = value.prefix { $0 != ";" && $0 != " " && $0 != "(" }
            if word != "no", !word.isEmpty { return "auto-submitted" }
        }
        for name in ["precedence", "x-precedence"] {
            for value in headers.all(name) {
                let word = value.lowercased().filter { $0.isLetter || $0 == "_" }
                if word == "auto_reply" || word == "autoreply" || word == "junk" { return "\(name):\(word)" }
                if word == "bulk", !isList(headers) { return "\(name):bulk" }
            }
        }
        let names = [
            "x-autoreply", "x-autorespond", "x-autoresponder", "x-autoresponse", "x-autoreply-from", "x-mail-autoreply",
            "x-autogenerated", "x-auto-reply", "x-fc-machinegenerated", "x-cron-env", "x-ebay-mailtracker",
            "x-maxcode-template", "x-aftersail-loop",
        ]
        for name in names {
            if let value = headers[name]?.lowercased(), value != "no", value != "false" { return name }
        }
        if headers.has("x-loop"), !isList(headers) { return "x-loop" }
        return nil
    }

    private func listRule(_ mail: ParsedMail) -> String? {
        let headers = mail.headers
        if isOwnList(headers) { return nil }
        let names = [
            "list-id", "list-unsubscribe", "list-post", "list-help", "list-subscribe", "list-owner", "list-archive",
            "x-mailing-list", "mailing-list", "x-mailman-version", "feedback-id", "x-campaign-id", "x-campaign",
        ]
        for name in names where headers.has(name) { return name }
        for name in ["precedence", "x-precedence"] {
            for value in headers.all(name) {
                let word = value.lowercased().filter(\.isLetter)
                if word == "list" || word == "bulk" { return "\(name):\(word)" }
            }
        }
        return nil
    }

    /// A group whose address is one of ours: what customers write to us comes through it.
    private func isOwnList(_ headers: MailHeaders) -> Bool {
        let named = ["list-id", "list-post"].flatMap { headers.all($0) }.map { $0.lowercased() }
        return !named.isEmpty
            && own.addresses.contains { address in
                let id = "<\(address.replacing("@", with: "."))>"
                return named.contains { $0.contains(id) || $0.contains("mailto:\(address)>") }
            }
    }

    private func isList(_ headers: MailHeaders) -> Bool {
        ["list-id", "list-post", "list-unsubscribe", "mailing-list", "x-mailing-list"].contains { headers.has($0) }
    }
}
