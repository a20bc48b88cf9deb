import Digest
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
    /// How customers' mails name their ticket.
    var marks = ThreadMarks.none

    /// The Message-ID of a mail about to be stored: made from its reason, so that one written again after a restore has the
    /// one that it had, and with the ticket's token.
    func mailID(of draft: Draft) -> String {
        let name = "n." + hex(Array(sha256(Array(draft.reason.utf8)).prefix(16)))
        let token = draft.audience == .customer ? marks.tokens.token(.reply, for: draft.ticket) : nil
        return "<\([name, token].compactMap { $0 }.joined(separator: "."))@\(domain)>"
    }

    /// The mail as bytes with its envelope.
    ///
    /// - Throws: `SMTPError` when an address or header cannot be written; trying again does not help.
    func mail(_ queued: QueuedMail) throws(SMTPError) -> OutgoingMail {
        let footnote = marks.footnote(of: queued)
        let message = MailMessage(
            envelopeSender: sender(of: queued),
            recipient: queued.address,
            toName: queued.recipientName,
            from: from,
            replyTo: marks.replyAddress(of: queued),
            subject: OneLine.text(queued.subject, most: 400),
            text: queued.body + (footnote.map { "\n\($0)\n" } ?? ""),
            html: HTMLBody.htmlBody(queued.body, language: queued.language, footnote: footnote),
            messageID: Mutant.mailIDRenewed.isOn ? "<\(queued.attempts).\(queued.id.text)@\(domain)>" : queued.mailID,
            inReplyTo: queued.inReplyTo,
            references: queued.references,
            date: queued.claimedAt,
            extraHeaders: headers(of: queued) + marks.headers(of: queued),
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
