import FoundationEssentials
import SMTP

extension OutgoingMail {
    /// A fixed id for each number.
    static func id(_ number: Int) -> UUID {
        let (high, low) = (UInt8(number >> 8 & 0xFF), UInt8(number & 0xFF))
        return UUID(uuid: (1, 0x92, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, high, low))
    }

    /// A small mail to one of the sink's recipients.
    static func fixture(
        _ number: Int = 1,
        to recipient: String = "lan@example.com",
        from sender: String = "",
        body: String = "Hello.\r\n"
    ) -> OutgoingMail {
        let message = "Subject: mail \(number)\r\n\r\n\(body)"
        return OutgoingMail(id: id(number), message: Array(message.utf8), sender: sender, recipient: recipient)
    }
}

extension SMTPSender {
    /// A sender without encryption.
    static func plain(_ url: String, timeout: Duration = .seconds(30), connections: Int = 8) throws -> SMTPSender {
        SMTPSender(
            try SMTPRelay(
                url: url,
                startTLS: .never,
                connections: connections,
                timeout: timeout,
                heloName: "worker.example"
            )
        )
    }

    /// Sends one mail that is granted, and returns its outcome.
    func outcome(of mail: OutgoingMail) async -> SMTPOutcome? {
        await send([mail]) { Set($0) }[mail.id]
    }
}

extension SMTPOutcome {
    /// The case's name, for tables.
    var kind: String {
        switch self {
        case .accepted: "accepted"
        case .deferred: "deferred"
        case .unreachable: "unreachable"
        case .rejected(_, _, let recipient): recipient ? "rejected recipient" : "rejected message"
        case .uncertain: "uncertain"
        case .aborted: "aborted"
        }
    }

    /// The relay's code, if the case has one.
    var code: Int? {
        switch self {
        case .deferred(let code, _), .rejected(let code, _, _): code
        default: nil
        }
    }

    /// What an operator would read.
    var words: String {
        switch self {
        case .accepted(let text), .deferred(_, let text), .unreachable(let text), .rejected(_, let text, _),
            .uncertain(let text), .aborted(let text):
            text
        }
    }
}
