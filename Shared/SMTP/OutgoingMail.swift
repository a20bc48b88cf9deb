public import FoundationEssentials

/// One message with its envelope, ready for a relay.
public struct OutgoingMail: Sendable {
    /// The caller's key; unique within one call of `SMTPSender.send`.
    public let id: UUID
    /// Header and body; line ends are made CRLF and leading dots are doubled on the way.
    public let message: [UInt8]
    /// Where bounces go; `""` is the null sender (RFC 5321 section 4.5.5).
    public let sender: String
    /// The one recipient.
    public let recipient: String

    /// A message with an explicit envelope.
    public init(id: UUID, message: [UInt8], sender: String, recipient: String) {
        self.id = id
        self.message = message
        self.sender = sender
        self.recipient = recipient
    }

    /// Encodes a message and takes the envelope from it.
    public init(id: UUID, _ mail: MailMessage) throws(SMTPError) {
        self.init(id: id, message: try mail.encoded(), sender: mail.envelopeSender, recipient: mail.recipient)
    }

    /// Why the envelope cannot be put on the wire; `nil` when it can.
    var fault: SMTPOutcome? {
        do throws(SMTPError) {
            if !sender.isEmpty { try MailAddress.check(sender, field: "envelope sender") }
        } catch {
            return .rejected(code: 0, reason: error.explanation, recipient: false)
        }
        do throws(SMTPError) {
            try MailAddress.check(recipient, field: "recipient")
        } catch {
            return .rejected(code: 0, reason: error.explanation, recipient: true)
        }
        return nil
    }
}

extension SMTPError {
    /// One sentence for an outcome's `reason`.
    var explanation: String {
        switch self {
        case .invalidRelay(let reason): "relay settings: \(reason)"
        case .invalidHeader(let name, let reason): "header \(name): \(reason)"
        case .invalidAddress(let field, let reason): "\(field): \(reason)"
        }
    }
}
