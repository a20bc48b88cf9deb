import ArgumentParser
import Contracts
import Postgres
import Setup

/// What an organisation writes down: people, calendars, policies, rules, wording.
struct SetupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "setup",
        abstract: "Loads or exports teams, agents, calendars, policies, rules and templates.",
        subcommands: [Load.self, Export.self]
    )

    /// Files to database.
    struct Load: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Loads a folder of YAML files; loading the same again changes nothing.",
            discussion: """
                Each file is of one kind (\(SetupKind.allCases.map(\.rawValue).joined(separator: ", "))), told by its \
                top-level field `kind` or by its name. All files are checked before anything is written. \
                iCalendar files that calendars name in `holidayFiles` are read into plain dates. A changed file \
                becomes the next version of its kind; agents and teams that are no longer there are deactivated, never deleted.
                """
        )

        @OptionGroup var common: CommonOptions

        @Argument(help: "Folder of the YAML files.")
        var dir: String

        @Flag(help: "Check and show the differences, write nothing.")
        var dryRun = false

        func run() async throws {
            let files = try SetupFolder.read(dir)
            let isDry = dryRun
            let loader = common.access.variable("USER") ?? "operator"
            let changes = try await common.access.read { database in
                try await database.transaction { transaction in
                    let load = SetupLoad(transaction: transaction, files: files, loadedBy: loader)
                    return try await load.run(dryRun: isDry)
                }
            }
            report(changes)
        }

        private func report(_ changes: [SetupChange]) {
            let output = common.output
            if output.isJSON { return output.json(.array(changes.map(\.value))) }
            for change in changes {
                let colour = change.state == .unchanged ? output.palette.dim : output.palette.green
                output.line(
                    "\(colour(TextWidth.pad(change.state.rawValue, to: 9)))  \(change.kind.rawValue) version \(change.version)"
                )
                for detail in change.details { output.line("           \(detail)") }
            }
            if dryRun { output.line("nothing was written: --dry-run") }
        }
    }

    /// Database to files.
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes the documents in force as YAML files, ready to be edited and loaded."
        )

        @OptionGroup var common: CommonOptions

        @Argument(help: "Folder to write to; it is made when missing. Files of the same names are overwritten.")
        var dir: String

        func run() async throws {
            let documents = try await common.access.read { database in
                try await database.values("SELECT kind, version, body FROM setup_document WHERE active ORDER BY kind")
            }
            let names = try SetupFolder.write(documents, to: dir)
            common.output.done(
                names.isEmpty ? "nothing was ever loaded" : "wrote \(names.joined(separator: ", ")) to \(dir)",
                .object(["files": .array(names.map { .string($0) })])
            )
        }
    }
}
