import ArgumentParser
import Contracts
import FoundationEssentials
import Postgres
import WorkerKit

/// What a restored backup needs before and after the workers start.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Takes a restored backup into use (docs/guides/restore.md).",
        subcommands: [Begin.self, End.self]
    )

    /// Before any worker starts.
    struct Begin: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Marks the data as restored, holds mails that may have been sent, says again what is missing.",
            discussion: """
                Run it once, after pg_restore and `aftersail topology apply`, before any worker starts. Mails that were under \
                way at the backup become uncertain. As long as the restore is open, mails about its tickets wait as \
                uncertain too: they may have been sent before. Numbers of tickets lost with the old data are not \
                given again.
                """
        )

        @OptionGroup var common: CommonOptions

        @Option(help: "Ticket numbers to skip: more than were given after the backup.")
        var skipNumbers = 1_000_000

        @Option(
            help: ArgumentHelp(
                "Everything recorded so many hours before the newest record, or later, is said again to the workers.",
                valueName: "hours"
            )
        )
        var sayAgain = 24

        func run() async throws {
            let access = common.access
            try await access.read { database in
                try await RestoreCommand.refuseWhileWorkersRun(database)
                try await RestoreCommand.refuseWhileOpen(database)
            }
            guard skipNumbers >= 0, sayAgain >= 0 else { throw ValidationError("both numbers are 0 or more") }
            let by = access.operatorName
            let skipped = Int64(skipNumbers)
            let begun = try await access.change(as: "operator") { turn in
                let rows = try await turn.transaction.rows("SELECT * FROM begin_restore($1, $2)", by, skipped)
                guard let row = rows.first else {
                    throw Failure(.fault, "begin_restore gave nothing; nothing was done")
                }
                return (backupAt: try row("backup_at") as Date, held: try row("held") as Int)
            }
            let since = begun.backupAt.addingTimeInterval(-Double(sayAgain) * 3_600)
            let said = try await SayAgain(access: access).run(since: since)
            let total = said.values.reduce(0, +)
            common.output.done(
                """
                restored to \(RFC3339.text(begun.backupAt)); \(begun.held) mails wait for a decision, \(total) messages said \
                again; start the workers, then see `aftersail doctor`
                """,
                .object([
                    "backup_at": .string(RFC3339.text(begun.backupAt)), "held": .number(String(begun.held)),
                    "said": .object(said.mapValues { .number(String($0)) }),
                ])
            )
        }
    }

    /// When everything has settled.
    struct End: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ends the restore: mails about all tickets are sent at once again.",
            discussion:
                "Mails that wait as uncertain go on waiting: `aftersail notification resend --held`, or settle them."
        )

        @OptionGroup var common: CommonOptions

        func run() async throws {
            let by = common.access.operatorName
            let count = try await common.access.change(as: "operator") { turn in
                try await turn.transaction.rows("SELECT id FROM end_restore($1)", by).count
            }
            guard count > 0 else { throw Failure(.refused, "no restore is open; nothing was changed") }
            common.output.done("the restore has ended", .object(["ended": .bool(true)]))
        }
    }

    private static func refuseWhileOpen(_ database: Database) async throws {
        let open = try await database.values("SELECT restored_at FROM restore_point WHERE ended_at IS NULL")
        guard let since = open.first?["restored_at"].shown else { return }
        throw Failure(.refused, "a restore is open since \(since); `aftersail restore end` first, nothing was changed")
    }

    private static func refuseWhileWorkersRun(_ database: Database) async throws {
        let running = try await database.values(StatusReport.processes)
        guard running.isEmpty else {
            let names = Set(running.map(\.["worker"].shown)).sorted().joined(separator: ", ")
            throw Failure(.refused, "workers run on these data (\(names)); end them first, nothing was changed")
        }
    }
}
