/// One connection's side of RFC 5321 from MAIL to the reply after the data; pure, no I/O.
///
/// The rule it keeps: only a message whose end-of-data mark was released can become uncertain, and every released
/// message without a clear reply does.
struct Dialogue {
    enum Stage: Equatable {
        case idle
        case sender, recipient, data
        case body
        /// Everything but the end-of-data mark is handed over.
        case holding
        case released
        /// A refused transaction is being reset before the connection is used again.
        case resetting
    }

    enum Step: Equatable {
        case wait
        case command(String)
        case body
        /// The message has its outcome; the connection is idle, resetting (after that command) or of no more use.
        case finished(SMTPOutcome, Afterwards)
        /// The connection can take a message again.
        case reusable
        /// The connection is of no use; no message is concerned.
        case broken
    }

    enum Afterwards: Equatable {
        case reuse, reset, close
    }

    private(set) var stage = Stage.idle
    private var recipient = ""

    mutating func begin(sender: String, recipient: String) -> Step {
        self.recipient = recipient
        stage = .sender
        return .command("MAIL FROM:<\(sender)>")
    }

    mutating func bodySent() {
        stage = .holding
    }

    mutating func release() {
        stage = .released
    }

    mutating func heard(_ reply: SMTPReply) -> Step {
        switch stage {
        case .sender where reply.isPositive:
            stage = .recipient
            return .command("RCPT TO:<\(recipient)>")
        case .recipient where reply.isPositive:
            stage = .data
            return .command("DATA")
        case .data where reply.code == 354:
            stage = .body
            return .body
        case .resetting where reply.isPositive:
            stage = .idle
            return .reusable
        case .idle, .resetting: return .broken
        default: return settle(reply)
        }
    }

    /// The link is gone, silent for too long, or speaks nonsense; `nil` when no message was under way.
    func lost(_ reason: String) -> SMTPOutcome? {
        switch stage {
        case .idle, .resetting: nil
        case .released: .uncertain(reason: "\(reason) after the end of data was released; the message may be delivered")
        default: .deferred(code: 0, reason: "\(reason) \(place); nothing was delivered")
        }
    }

    private mutating func settle(_ reply: SMTPReply) -> Step {
        let outcome = outcome(of: reply)
        let afterwards = afterwards(reply)
        stage = afterwards == .reset ? .resetting : .idle
        return .finished(outcome, afterwards)
    }

    private func outcome(of reply: SMTPReply) -> SMTPOutcome {
        let reason = "\(reply.code) \(reply.text) \(place)"
        if stage == .released {
            if reply.isPositive { return .accepted(reply: "\(reply.code) \(reply.text)") }
            guard reply.isTemporary || reply.isPermanent else {
                return .uncertain(reason: "the relay answered \(reply.code) to the end of data, which means nothing")
            }
        }
        // 530 to 538 speak about our login, not about the message (RFC 4954 section 6).
        guard reply.isPermanent, !(530...538).contains(reply.code) else {
            return .deferred(code: reply.code, reason: reason)
        }
        // 500 to 504 speak about the command, not about whom it names (RFC 5321 section 4.2.2).
        return .rejected(code: reply.code, reason: reason, recipient: stage == .recipient && reply.code > 504)
    }

    private func afterwards(_ reply: SMTPReply) -> Afterwards {
        guard reply.code != 421 else { return .close }
        switch stage {
        case .sender, .recipient, .data: return reply.isTemporary || reply.isPermanent ? .reset : .close
        case .released: return reply.code / 100 == 3 ? .close : .reuse
        default: return .close
        }
    }

    private var place: String {
        switch stage {
        case .sender: "(to MAIL)"
        case .recipient: "(to RCPT)"
        case .data: "(to DATA)"
        case .body: "(during the data)"
        case .holding: "(before the end of data)"
        case .released: "(to the end of data)"
        case .idle, .resetting: "(between messages)"
        }
    }
}
