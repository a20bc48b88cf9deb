import ArgumentParser
import Contracts

/// Brings the schema up to date.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Applies the migrations that the database does not have yet.",
        discussion: """
            Takes numbered SQL files (NNNN_what_it_does.sql), each in one transaction, under a lock, and remembers their \
            checksums. A file that was applied and then changed is refused (exit 77).
            Needs a login that may create roles and schemas.
            """
    )

    @OptionGroup var common: CommonOptions

    @Option(help: "Folder of the migrations (default: ops/migrations here or below AFTERSAIL_HOME).")
    var dir: String?

    @Flag(help: "Only show what would be applied.")
    var dryRun = false

    func run() async throws {
        let output = common.output
        let files = try MigrationFile.all(
            in: try MigrationFolder.find(dir, home: common.access.variable("AFTERSAIL_HOME"))
        )
        let applied = try await common.access.withPlainDatabase { database in
            try await Migrator(database: database, files: files) { output.progress("applying \($0)") }
                .run(dryRun: dryRun)
        }
        output.endProgress()
        if output.isJSON {
            output.json(
                .object([
                    "applied": .array((dryRun ? [] : applied).map { .string($0.name) }),
                    "pending": .array((dryRun ? applied : []).map { .string($0.name) }),
                    "total": .count(files.count),
                ])
            )
        } else if applied.isEmpty {
            output.line("the schema is up to date: \(files.count) migrations")
        } else {
            for file in applied { output.line("\(dryRun ? "would apply" : "applied") \(file.name)") }
        }
    }
}
