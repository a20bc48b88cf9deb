import FoundationEssentials
import SMTP

/// Somebody who takes mails: each is held before its last byte until `finalise` grants it.
protocol MailProvider: Sendable {
    /// Mails whose results are written together: one slow recipient holds up no more than these.
    var bundle: Int { get }

    /// One outcome for each mail; see `SMTPSender.send`.
    func send(
        _ mails: [OutgoingMail],
        finalise: @escaping @Sendable ([UUID]) async -> Set<UUID>
    ) async -> [UUID: SMTPOutcome]

    /// Ends after the mails under way.
    func close() async
}

extension SMTPSender: MailProvider {
    var bundle: Int { 25 }
}

/// Takes every mail and keeps none: for measurements.
struct RecordingProvider: MailProvider {
    let bundle = 200

    func send(
        _ mails: [OutgoingMail],
        finalise: @escaping @Sendable ([UUID]) async -> Set<UUID>
    ) async -> [UUID: SMTPOutcome] {
        let granted = await finalise(mails.map(\.id))
        return Dictionary(
            mails.map { mail -> (UUID, SMTPOutcome) in
                (mail.id, granted.contains(mail.id) ? .accepted(reply: "recorded") : .aborted(reason: "not granted"))
            }
        ) { first, _ in first }
    }

    func close() async {}
}
