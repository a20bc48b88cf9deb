import FoundationEssentials
import Mutants
import SMTP
import Tickets
import Wording

/// How a stored notification becomes a mail: who writes, where bounces go, which headers say what it is.
struct Letterhead: Sendable {
    /// Who writes; the name is also the company's in the wording.
    let from: (name: String, address: String)
    /// Right side of message ids.
    let domain: String
    /// Gets bounces, with the notification's id behind a plus sign; `nil` sends automatic mail with a null sender.
    let bounceAddress: BounceAddress?

    /// The mail as bytes with its envelope.
    ///
    /// - Throws: `SMTPError` when an address or header cannot be written; trying again does not help.
    func mail(_ queued: QueuedMail) throws(SMTPError) -> OutgoingMail {
        let answered = queued.inReplyTo
        let message = MailMessage(
            envelopeSender: sender(of: queued),
            recipient: queued.address,
            toName: queued.recipientName,
            from: from,
            subject: OneLine.text(queued.subject, most: 400),
            text: queued.body,
            html: HTMLBody.htmlBody(queued.body, language: queued.language),
            messageID: Mutant.mailIDRenewed.isOn ? "<\(queued.attempts).\(queued.id.text)@\(domain)>" : queued.mailID,
            inReplyTo: answered,
            references: [answered].compactMap { $0 },
            date: queued.claimedAt,
            extraHeaders: headers(of: queued),
            language: queued.language
        )
        return try OutgoingMail(id: queued.id, message)
    }

    private func sender(of queued: QueuedMail) -> String {
        bounceAddress?.text(for: queued.id) ?? (queued.automatic ? "" : from.address)
    }

    /// By which our mail is told that comes back, whoever has written himself into From.
    private var loop: (String, String) { ("X-Aftersail-Loop", from.address) }

    /// RFC 3834 section 5, and what the common answering machines heed; a person's mail carries none of it.
    private func headers(of queued: QueuedMail) -> [(String, String)] {
        guard queued.automatic, !Mutant.automaticMailUnmarked.isOn else { return [] }
        guard queued.isAcknowledgement else {
            return [("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "OOF, AutoReply"), loop]
        }
        return [
            ("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "DR, RN, OOF, AutoReply"),
            ("Precedence", "auto_reply"), loop,
        ]
    }
}
