import ArgumentParser

/// Mail, as Aftersail reads it.
struct MailCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail",
        abstract: "Shows how mails are read.",
        subcommands: [MailParseCommand.self]
    )
}
