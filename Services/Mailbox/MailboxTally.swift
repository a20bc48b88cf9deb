import IMAP
import WorkerKit

/// The figures of the worker's own.
struct MailboxTally: Sendable {
    enum Standing: Double {
        case standby = 0
        case reads = 1
        case fails = 2
    }

    private let metrics: Metrics

    /// Declares them for the mailboxes of these names, each counter from 0 on.
    init(_ metrics: Metrics, mailboxes: [String]) {
        self.metrics = metrics
        let each = { (label: String, values: [String]) in
            mailboxes.flatMap { name in values.map { [("mailbox", name), (label, $0)] } }
        }
        metrics.declare(
            "aftersail_mailbox_mails_total",
            .counter,
            "Mails seen in mailboxes, by outcome.",
            labels: each("outcome", ["handed_on", "known", "quarantined", "gone"])
        )
        metrics.declare(
            "aftersail_mailbox_failures_total",
            .counter,
            "Times a mailbox could not be read, by kind.",
            labels: each("kind", ["login", "server", "own"])
        )
        metrics.declare(
            "aftersail_mailbox_looks_total",
            .counter,
            "Times a mailbox was looked through to its end.",
            labels: mailboxes.map { [("mailbox", $0)] }
        )
        metrics.declare("aftersail_mailbox_standing", .gauge, "0 another replica reads it, 1 we do, 2 it fails.")
    }

    func recorded(_ mailbox: String, _ outcome: String) {
        metrics.add("aftersail_mailbox_mails_total", 1, [("mailbox", mailbox), ("outcome", outcome)])
    }

    func looked(_ mailbox: String) {
        metrics.add("aftersail_mailbox_looks_total", 1, [("mailbox", mailbox)])
    }

    func stands(_ mailbox: String, _ standing: Standing) {
        metrics.set("aftersail_mailbox_standing", standing.rawValue, [("mailbox", mailbox)])
    }

    func failed(_ mailbox: String, _ error: any Error) {
        stands(mailbox, .fails)
        let kind =
            switch error {
            case IMAPError.loginRefused: "login"
            case is IMAPError: "server"
            default: "own"
            }
        metrics.add("aftersail_mailbox_failures_total", 1, [("mailbox", mailbox), ("kind", kind)])
    }
}
