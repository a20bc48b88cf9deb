import ArgumentParser

/// Mailboxes that the mailbox worker reads.
struct MailboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mailbox",
        abstract: "Compares mailboxes with what was recorded of them.",
        subcommands: [MailboxReportCommand.self]
    )
}
