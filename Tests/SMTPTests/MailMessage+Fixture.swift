import FoundationEssentials
import SMTP

extension MailMessage {
    /// A plain English message; a test states what matters to it.
    static func fixture(_ change: (inout MailMessage) -> Void = { _ in }) -> MailMessage {
        var message = MailMessage(
            envelopeSender: "",
            recipient: "lan@example.com",
            from: ("Service", "support@maker.example"),
            subject: "Your request",
            text: "We are on it.\n",
            messageID: "<1.AS-7@maker.example>",
            date: Date(timeIntervalSince1970: 1_795_000_000)
        )
        change(&message)
        return message
    }

    /// The encoded bytes as text.
    func encodedText() throws -> String {
        String(decoding: try encoded(), as: UTF8.self)
    }
}
