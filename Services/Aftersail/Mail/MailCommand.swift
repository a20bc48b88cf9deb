import ArgumentParser

/// Mail, as Aftersail reads it.
struct MailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail",
        abstract: "Shows how mails are read, and keeps their store.",
        subcommands: [MailParseCommand.self, MailOriginalCommand.self, MailSweepCommand.self]
    )
}
