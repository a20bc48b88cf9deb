import ArgumentParser

/// Options that every command has.
struct CommonOptions: ParsableArguments {
    @Flag(help: "Print JSON with stable keys instead of a table.")
    var json = false

    @Flag(help: "No colours; they are used on a terminal only, and NO_COLOR is honoured.")
    var noColor = false

    @Option(help: ArgumentHelp("Database (default: AFTERSAIL_DATABASE_URL).", valueName: "conninfo"))
    var databaseURL: String?

    @Option(help: ArgumentHelp("Broker (default: AFTERSAIL_BROKER_URL).", valueName: "amqp-url"))
    var brokerURL: String?

    var access: Access { Access(self, Surroundings.current) }

    var output: Output { Output(self, Surroundings.current) }
}
