import FoundationEssentials
import Proving

/// Mails as an SMTP server on loopback took them.
struct MailFigures: Codable, Sendable {
    var taken = 0
    /// Mails whose Message-ID had come before.
    var doubled = 0
    /// Recorded as sent by the notifier and never seen by the server.
    var lost = 0
    /// From the first to the last mail, and mails over that time.
    var seconds = 0.0
    var perSecond = 0.0

    enum CodingKeys: String, CodingKey {
        case taken, doubled, lost, seconds
        case perSecond = "mails_per_s"
    }

    /// The mails after the first `skipped`, of which the notifier recorded `recorded` as sent.
    init(_ mails: [RecordingMailServer.Mail], after skipped: Int, recorded: Int) {
        let fresh = mails.dropFirst(skipped)
        let ids = Set(fresh.map(\.id))
        taken = fresh.count
        doubled = fresh.count - ids.count
        lost = max(0, recorded - ids.count)
        let instants = fresh.map(\.arrived)
        if let first = instants.min(), let last = instants.max() { seconds = last.timeIntervalSince(first) }
        perSecond = Double(max(0, taken - 1)) / max(seconds, 0.001)
    }

    /// One line for a person.
    var text: String {
        "SMTP: \(taken) mails in \(seconds.brief) s = \(perSecond.brief)/s, \(doubled) doubled, \(lost) lost"
    }
}
