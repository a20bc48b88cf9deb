public import Contracts
import Digest
import FoundationEssentials
public import Mail
import Tickets

/// Turns mails into `intake-request.v1`.
///
/// Pure: the same mail, delivered the same way, gives the same request, so intake knows it when it comes again. Every mail gives
/// one; what makes no ticket names its reason in `setAside`, and intake keeps it in quarantine.
public struct MailIntake: Sendable {
    private let own: OwnMail
    private let staff: Set<String>

    /// A reader for one instance.
    ///
    /// - Parameters:
    ///   - own: who we are, so that our own mail makes no ticket.
    ///   - staff: addresses and domains, lower case, of people whose forwarded mails are their customers'.
    public init(own: OwnMail = OwnMail(), staff: Set<String> = []) {
        self.own = own
        self.staff = staff
    }

    /// The request to post; within all bounds of the contract.
    public func request(_ mail: ParsedMail, kept: KeptMail, delivery: MailDelivery) -> IntakeRequestV1 {
        let account = account(mail, delivery)
        let judgement = KindRules(own: own.with(account)).judge(mail)
        let id = Identifier.external(mail)
        let parts = mail.replyParts
        let forwarded = mail.forwarded(parts)
        let author = Author(mail, id: id, forwarded: judgement.kind == .person ? forwarded : nil, delivery, staff)
        let text = MailText(mail, parts, isWhole: judgement.kind != .person || forwarded != nil)
        var request = IntakeRequestV1(
            channel: "email",
            externalId: id,
            receivedAt: receivedAt(mail, delivery),
            sender: author.sender,
            body: text.body
        )
        request.account = account
        request.subject = mail.subject.isEmpty ? nil : Cut.scalars(mail.subject, 2_000)
        request.locale = judgement.kind == .person && author.forwardedBy == nil ? LanguageHint.tag(mail.headers) : nil
        request.inReplyTo = Identifier.answered(mail, returned: judgement.bounce?.messageID)
        request.machine = judgement.kind == .person ? nil : true
        request.attachments = attachments(mail, kept)
        request.mail = facts(mail, kept, delivery, judgement, author, text)
        if let reason = reasonAgainst(mail, judgement) {
            request.setAside = reason
            // Nobody is made a customer by it, whatever version of intake reads it.
            request.sender = IntakeRequestV1.Sender()
        }
        return request
    }

    private func reasonAgainst(_ mail: ParsedMail, _ judgement: MailJudgement) -> String? {
        if mail.headers.fields.isEmpty {
            return "is no mail: it has no header field; the bytes lie in the mail store under mail.original"
        }
        guard judgement.kind == .own else { return nil }
        return
            "is our own mail come back (\(judgement.rule)): look for a forwarding loop; if a person wrote it, submit it anew "
            + "from another address"
    }

    /// Our address: as the delivery says, else the recipient of the envelope or of the server's header, without an extension of ours.
    private func account(_ mail: ParsedMail, _ delivery: MailDelivery) -> String? {
        let told = [delivery.account, delivery.recipients.first].compactMap { $0 }
        let addresses = told + mail.deliveredTo.map(\.address)
        let known =
            addresses.first { !$0.isEmpty } ?? mail.to.map(\.address).first { own.addresses.contains($0.lowercased()) }
        guard let known else { return nil }
        let line = ThreadTokens.unmarked(String(known.unicodeScalars.filter { !Identifier.isControl($0) }))
        return line.isEmpty ? nil : Cut.scalars(line, 320).lowercased()
    }

    /// When the server nearest to us took it, if that is not after we had it; else when we had it.
    private func receivedAt(_ mail: ParsedMail, _ delivery: MailDelivery) -> Date {
        guard let taken = mail.received, taken <= delivery.at else { return delivery.at }
        return taken
    }

    /// Where it came to, as far as is known; a bounce is addressed to the envelope sender of what came back.
    private func recipients(_ mail: ParsedMail, _ delivery: MailDelivery, _ judgement: MailJudgement) -> [String] {
        guard delivery.recipients.isEmpty else { return delivery.recipients }
        return (mail.deliveredTo + (judgement.kind == .bounce ? mail.to : [])).map(\.address)
    }

    /// To and Cc, those first that may hold a token of ours: a long list of people must not push it out.
    ///
    /// What is no address, by length or letters, is left out.
    private func addressees(_ mail: ParsedMail) -> [String]? {
        let all = (mail.to + mail.cc).map(\.address).filter { address in
            (1...254).contains(address.utf8.count) && !address.unicodeScalars.contains(where: Identifier.isControl)
        }
        let ordered = all.filter { $0.contains("+") } + all.filter { !$0.contains("+") }
        return all.isEmpty ? nil : Array(ordered.prefix(20))
    }

    private func attachments(_ mail: ParsedMail, _ kept: KeptMail) -> [IntakeRequestV1.Attachment]? {
        let all = zip(mail.attachments, kept.files).prefix(KeptMail.filesLimit).map { attachment, file in
            IntakeRequestV1.Attachment(
                name: attachment.name.map { Cut.scalars($0, 255) },
                mediaType: Cut.scalars(attachment.mediaType, 255),
                size: file.size,
                sha256: file.sha256,
                url: file.url
            )
        }
        return all.isEmpty ? nil : all
    }

    private func facts(
        _ mail: ParsedMail,
        _ kept: KeptMail,
        _ delivery: MailDelivery,
        _ judgement: MailJudgement,
        _ author: Author,
        _ text: MailText
    ) -> IntakeRequestV1.Mail {
        var facts = IntakeRequestV1.Mail(
            kind: judgement.kind.rawValue,
            rule: judgement.rule,
            original: .init(sha256: kept.original.sha256, size: kept.original.size, url: kept.original.url)
        )
        facts.fullText = text.fullText
        facts.fullTextIsCut = text.isCut ? true : nil
        facts.forwardedBy = author.forwardedBy.map { Cut.scalars($0, 320) }
        facts.envelopeSender = delivery.sender.map { Cut.scalars($0, 320) }
        let reached = recipients(mail, delivery, judgement)
        facts.envelopeRecipients = reached.isEmpty ? nil : reached.prefix(10).map { Cut.scalars($0, 320) }
        facts.addressees = addressees(mail)
        facts.bounce = judgement.bounce.map { bounce in
            IntakeRequestV1.Mail.Bounce(
                kind: bounce.kind.rawValue,
                status: bounce.status,
                recipients: bounce.recipients.prefix(20).map { Cut.scalars($0.address, 320) }
            )
        }
        facts.problems = mail.problems.isEmpty ? nil : mail.problems.prefix(10).map { Cut.scalars($0, 200) }
        let unlisted = mail.attachments.count - min(kept.files.count, KeptMail.filesLimit)
        facts.unlistedAttachments = unlisted > 0 ? unlisted : nil
        return facts
    }
}

extension OwnMail {
    /// The same with one more address of ours.
    fileprivate func with(_ account: String?) -> OwnMail {
        OwnMail(
            addresses: account.map { addresses.union([$0]) } ?? addresses,
            messageIDDomains: messageIDDomains,
            loopHeader: loopHeader,
            instance: instance
        )
    }
}
