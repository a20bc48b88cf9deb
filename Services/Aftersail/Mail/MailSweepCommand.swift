import ArgumentParser
import Contracts
import FoundationEssentials
import MailStore
import Postgres
import WorkerKit

/// What of the mail store is needed by nobody.
struct MailSweepCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep",
        abstract:
            "Counts what lies in the mail store, and removes what is old and referred to by nothing when told to.",
        discussion: """
            Messages, quarantine, parked messages, outboxes and mails that were set aside refer to files; what one of them names \
            stays, and so does what was written lately. The mailbox worker removes once a day; where none runs, run this \
            with --remove from time to time.
            """
    )

    @OptionGroup var common: CommonOptions

    @Option(help: ArgumentHelp("Folder or bucket of the store (default: AFTERSAIL_MAIL_STORE).", valueName: "folder"))
    var store: String?

    @Option(
        help: "How long idle files are kept, such as 90d (default: AFTERSAIL_KEEP_MAIL_FILES, else 90d; 7d at least)."
    )
    var keep: String?

    @Flag(help: "Remove them; without it they are only counted.")
    var remove = false

    func run() async throws {
        let store = try MailStoreOption.open(store, common.access)
        guard store.isSwept else { throw MailStoreError.notSwept }
        let (seconds, removes) = (try kept() / .seconds(1), remove)
        let found = try await common.access.read { database in
            let rows = try await database.rows("SELECT mail_files_before(make_interval(secs => $1)) AS before", seconds)
            guard let row = rows.first else { throw Failure(.fault, "the database did not say how old is old") }
            return try await store.sweep(before: try row("before"), removes: removes) { files in
                let rows = try await database.rows("SELECT needed_mail_files($1) AS file", files)
                return Set(try rows.map { row in try row("file") as String })
            }
        }
        let what = removes ? "removed" : "would go"
        common.output.done(
            "\(found.files) files: \(found.young) young, \(found.needed) needed, \(what) \(found.idle) "
                + "with \(found.idleBytes) bytes",
            .object([
                "files": .count(found.files), "young": .count(found.young), "needed": .count(found.needed),
                "idle": .count(found.idle), "idle_bytes": .count(found.idleBytes), "removed": .bool(removes),
            ])
        )
    }

    private func kept() throws -> Duration {
        let text = keep ?? common.access.variable(MailFileRule.setting)
        var reader = SettingsReader(text.map { [MailFileRule.setting: $0] } ?? [:])
        let kept = reader.keepMailFiles()
        try reader.finish()
        return kept
    }
}
