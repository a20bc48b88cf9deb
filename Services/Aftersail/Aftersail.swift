import ArgumentParser
import WorkerKit

/// The operator's command line.
@main struct Aftersail: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "aftersail",
        abstract: "Operates Aftersail: schema, topology, setup, tickets, and what needs a person.",
        discussion: """
            Reads AFTERSAIL_DATABASE_URL and AFTERSAIL_BROKER_URL (each also as NAME_FILE) unless the options name others. \
            Every read takes --json.

            exit codes: 0 done, 1 a fault was found, 64 wrong usage, 65 bad data, 69 a service is away, \
            75 try again later, 77 refused
            """,
        version: Product.version,
        subcommands: [
            MigrateCommand.self, TopologyCommand.self, SetupCommand.self, SubmitCommand.self, TicketCommand.self,
            CustomerCommand.self, AgentCommand.self, DispatchCommand.self, SLACommand.self, TriageCommand.self,
            NotificationCommand.self,
            SurveyCommand.self, QuarantineCommand.self, ParkedCommand.self, RetentionCommand.self, RestoreCommand.self,
            StatusCommand.self, DoctorCommand.self, MailCommand.self,
            MailboxCommand.self,
        ]
    )

    static func main() async {
        exit(withError: ExitCode(await run(Array(CommandLine.arguments.dropFirst()))))
    }

    /// Runs one command line and returns its exit code; tests call it with surroundings of their own.
    ///
    /// A mail server takes 64 for never: an option that we misspelt must not send customers' mails back.
    static func run(_ arguments: [String]) async -> Int32 {
        let around = Surroundings.current
        do {
            // A mail server's null sender leaves the option without a value.
            var command = try parseAsRoot(arguments.map { $0 == "--sender=" ? "--sender=<>" : $0 })
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            return 0
        } catch {
            let failure = Failure(error)
            if let failure {
                around.complain("aftersail: \(failure.message)\n")
                return failure.status.rawValue
            }
            let code = exitCode(for: error).rawValue
            let text = fullMessage(for: error)
            if !text.isEmpty { code == 0 ? around.say(text + "\n") : around.complain(text + "\n") }
            return code == ExitCode.validationFailure.rawValue && arguments.contains("--pipe")
                ? ExitStatus.tryLater.rawValue : code
        }
    }
}
