import ArgumentParser

/// Customers: who there is, and what they are promised.
struct CustomerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "customer",
        abstract: "Lists customers, and says what they are promised.",
        subcommands: [CustomerListCommand.self, CustomerShowCommand.self, CustomerSetCommand.self]
    )
}

/// Which customer a command is about.
struct CustomerArgument: ParsableArguments {
    @Argument(help: "Id, mail address, telephone number as +49…, or channel:name such as whatsapp:anna.")
    var customer: String
}
