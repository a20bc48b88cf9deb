import FoundationEssentials
import MailboxList
import WorkerKit

/// What the worker needs to know beside what every worker does.
struct MailboxSettings: Sendable {
    /// The mailboxes to read.
    let places: [MailboxPlace]
    /// Where the mail store lies.
    let store: MailStorePlace
    /// Our addresses, beside those of the mailboxes, lower case.
    let own: Set<String>
    /// Addresses and domains of colleagues, lower case.
    let staff: Set<String>
    /// Most bytes of a mail that are kept; a larger one is quarantined.
    let limit: Int
    /// Pause between looks at a server that cannot tell of new mails.
    let poll: Duration
    /// Longest wait for a server that can; then it is asked, so that one that has gone is noticed.
    let renewal: Duration

    /// How long a mail that breaks off its connection each time is tried, at least.
    let patience: Duration

    /// How long files of the mail store are kept that nothing refers to.
    let keep: Duration

    init(_ reader: inout SettingsReader) {
        let file = reader.text(
            "AFTERSAIL_MAILBOXES",
            "YAML file of the mailboxes to read; it names files of secrets and holds none",
            default: nil
        )
        store = reader.mailStore()
        own = Self.list(
            reader.optionalText("AFTERSAIL_MAIL_OWN", "our addresses, between commas: mail from them makes no ticket")
        )
        staff = Self.list(
            reader.optionalText(
                "AFTERSAIL_MAIL_STAFF",
                "addresses and domains of colleagues, between commas: mail that they forward is their customers'"
            )
        )
        limit = reader.whole(
            "AFTERSAIL_MAIL_LIMIT",
            "most bytes of a mail; a larger one is quarantined",
            default: 50 << 20,
            in: 65_536...(1 << 30)
        )
        poll = reader.duration(
            "AFTERSAIL_MAIL_POLL",
            "pause between looks at a server without IDLE",
            default: "60s",
            in: .seconds(1)...(.seconds(3_600))
        )
        renewal = reader.duration(
            "AFTERSAIL_MAIL_IDLE",
            "longest wait for a server with IDLE before it is asked whether it is there",
            default: "5m",
            in: .seconds(1)...(.seconds(1_680))
        )
        patience = reader.duration(
            "AFTERSAIL_MAIL_PATIENCE",
            "how long a mail is tried, at least, whose fetch breaks off the connection each time",
            default: "5m",
            in: .seconds(1)...(.seconds(86_400))
        )
        keep = reader.keepMailFiles()
        let timeout = reader.duration(
            "AFTERSAIL_MAIL_TIMEOUT",
            "longest silence of a mail server within a step",
            default: "30s",
            in: .milliseconds(50)...(.seconds(600))
        )
        do {
            places = file.isEmpty ? [] : try MailboxFile.read(file, timeout: timeout)
        } catch {
            places = []
            reader.refuse("AFTERSAIL_MAILBOXES", "a file of mailboxes: \(error)")
        }
    }

    private static func list(_ text: String?) -> Set<String> {
        Set((text ?? "").lowercased().split { $0 == "," || $0 == " " || $0 == ";" }.map(String.init))
    }
}
