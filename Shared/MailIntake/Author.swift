import Contracts
import Digest
import Mail
import Tickets

/// Who a mail is from, as intake should know it.
struct Author {
    let sender: IntakeRequestV1.Sender
    /// The address of the colleague who passed the mail on; nil where the sender wrote to us.
    let forwardedBy: String?

    init(_ mail: ParsedMail, id: String, forwarded: ForwardedMail?, _ delivery: MailDelivery, _ staff: Set<String>) {
        if let first = mail.from.first, Self.isStaff(first, staff), let original = forwarded?.sender,
            Self.isAddress(original), !Self.isStaff(original, staff)
        {
            sender = Self.sender(original)
            forwardedBy = first.address
            return
        }
        forwardedBy = nil
        let envelope = (delivery.sender.map { [$0] } ?? mail.returnPath.map(\.address)).map { Mailbox(address: $0) }
        let known = (mail.from.prefix(1) + mail.replyTo.prefix(1) + envelope).first(where: Self.isAddress)
        sender = known.map { Self.sender($0, name: mail.from.first?.name) } ?? Self.stranger(mail, id)
    }

    private static func sender(_ mailbox: Mailbox, name: String? = nil) -> IntakeRequestV1.Sender {
        IntakeRequestV1.Sender(name: (name ?? mailbox.name).map { Cut.scalars($0, 200) }, email: mailbox.address)
    }

    /// Nobody we could answer: a contact point of this mail alone, so that no two of them are taken for one customer.
    private static func stranger(_ mail: ParsedMail, _ id: String) -> IntakeRequestV1.Sender {
        IntakeRequestV1.Sender(
            name: (mail.from.first?.name ?? mail.from.first?.address).map { Cut.scalars($0, 200) },
            handle: "unknown-" + hex(Array(sha256(Array(id.utf8)).prefix(16)))
        )
    }

    private static func isAddress(_ mailbox: Mailbox) -> Bool { (try? ContactPoint.email(mailbox.address)) != nil }

    private static func isStaff(_ mailbox: Mailbox, _ staff: Set<String>) -> Bool {
        staff.contains(mailbox.domain) || staff.contains(mailbox.address.lowercased())
    }
}
