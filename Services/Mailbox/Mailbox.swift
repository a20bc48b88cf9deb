import WorkerKit

/// Reads mailboxes over IMAP and hands every mail to intake, once.
@main enum Mailbox {
    static func main() async {
        await Worker.main(
            "mailbox",
            purpose: "reads mailboxes over IMAP and hands every mail to intake, once",
            settings: { MailboxSettings(&$0) },
            build: { platform, settings in try build(platform, settings) }
        )
    }
}
