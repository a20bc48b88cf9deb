import Contracts
import Digest
import FoundationEssentials
import IMAP
import Mail
import MailIntake
import MailStore
import Reactor

/// What a mail comes to before it is recorded.
struct Filing: Sendable {
    let uid: UInt32
    let messageID: String?
    let sha256: [UInt8]?
    let size: Int
    let outcome: Outcome

    enum Outcome: Sendable {
        /// The request, and its external id.
        case request([UInt8], externalID: String)
        case quarantined(reason: String)
        case gone
    }
}

/// Reads mails and puts them into the store, on a thread of its own: disks and long mails hold up nobody else.
final class FilingDesk: Sendable {
    private let reactor = Reactor(name: "filing")
    private let store: MailStore
    private let parser = MailParser()
    private let intake: MailIntake

    init(store: MailStore, intake: MailIntake) {
        self.store = store
        self.intake = intake
    }

    /// Keeps the mail, reads it and makes the request.
    ///
    /// A suspect, on which processes have died, is kept and not read.
    ///
    /// - Throws: what the store says; the mail must be tried again then.
    func file(_ message: IMAPMessage, account: String, at now: Date, isSuspect: Bool) async throws -> Filing {
        try await withCheckedThrowingContinuation { done in
            reactor.perform {
                done.resume(with: Result { try self.fileNow(message, account, now, isSuspect) })
            }
        }
    }

    private func fileNow(_ message: IMAPMessage, _ account: String, _ now: Date, _ isSuspect: Bool) throws -> Filing {
        guard !isSuspect, !message.isCut else {
            let kept = try store.keep(message.bytes)
            return Filing(
                uid: message.uid,
                messageID: nil,
                sha256: Digest.bytes(hex: kept.sha256),
                size: message.size,
                outcome: .quarantined(reason: reason(message))
            )
        }
        let mail = parser.parse(message.bytes)
        let kept = try store.keep(mail, raw: message.bytes)
        let request = intake.request(
            mail,
            kept: kept,
            delivery: MailDelivery(account: account, at: message.receivedAt ?? now)
        )
        return Filing(
            uid: message.uid,
            messageID: mail.messageID,
            sha256: Digest.bytes(hex: kept.original.sha256),
            size: message.size,
            outcome: .request(try WireJSON.encode(request), externalID: request.externalId)
        )
    }

    private func reason(_ message: IMAPMessage) -> String {
        message.isCut
            ? "is larger than AFTERSAIL_MAIL_LIMIT; only its beginning is in the store: raise the limit, or fetch it by hand"
            : "processes died while they read it; the original is in the store: report it as a fault of ours"
    }
}
