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

    init(_ metrics: Metrics) {
        self.metrics = metrics
        metrics.declare("aftersail_mailbox_mails_total", .counter, "Mails seen in mailboxes, by outcome.")
        metrics.declare("aftersail_mailbox_failures_total", .counter, "Times a mailbox could not be read, by kind.")
        metrics.declare("aftersail_mailbox_standing", .gauge, "0 another replica reads it, 1 we do, 2 it fails.")
    }

    func recorded(_ mailbox: String, _ outcome: String) {
        metrics.add("aftersail_mailbox_mails_total", 1, [("mailbox", mailbox), ("outcome", outcome)])
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
