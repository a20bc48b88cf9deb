import Contracts
import FoundationEssentials
import Mail
import MailIntake

/// When the mails of these tests are delivered: 2026-11-21 08:00 UTC.
let now = Date(timeIntervalSince1970: 1_795_248_000)

/// The request that a mail of lines makes, delivered to `support@us.example`.
func request(
    _ lines: String...,
    intake: MailIntake = MailIntake(),
    delivery: MailDelivery = MailDelivery(account: "support@us.example", at: now)
) -> IntakeRequestV1 {
    let raw = Array(lines.joined(separator: "\r\n").utf8)
    let mail = MailParser().parse(raw)
    let files = mail.attachments.map { attachment in
        let told = attachment.stream { _ in }
        return KeptFile(sha256: told.sha256, size: told.size)
    }
    let original = KeptFile(sha256: [UInt8](repeating: 1, count: 32), size: raw.count)
    return intake.request(mail, kept: KeptMail(original: original, files: files), delivery: delivery)
}
