import ArgumentParser
import Contracts
import FoundationEssentials
import IMAP
import MailboxList

/// A day's reconciliation of mailboxes, ledger and tickets.
struct MailboxReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract:
            "Says of each mailbox what it holds, what was recorded and what became of it; 1 when a mail is missing.",
        discussion: """
            Logs in as the worker does and changes nothing. missing: mails of the mailbox that the cursor has passed and \
            nobody recorded, and mails handed on more than five minutes ago that intake neither stored nor refused. waiting: \
            mails that have not been looked at yet. The other figures are of the day, by UTC.
            """
    )

    @OptionGroup var common: CommonOptions

    @Option(help: "File of the mailboxes (default: AFTERSAIL_MAILBOXES).")
    var mailboxes: String?

    @Option(help: "Day of which the records are counted, YYYY-MM-DD by UTC (default: today).")
    var day: String?

    func validate() throws {
        guard let day else { return }
        let parts = day.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2], parts.allSatisfy({ UInt($0) != nil }) else {
            throw ValidationError("give --day as YYYY-MM-DD")
        }
    }

    func run() async throws {
        guard let file = mailboxes ?? common.access.variable("AFTERSAIL_MAILBOXES") else {
            throw Failure(.badData, "AFTERSAIL_MAILBOXES must be set, or give --mailboxes")
        }
        let places: [MailboxPlace]
        do {
            places = try MailboxFile.read(file, timeout: .seconds(30))
        } catch {
            throw Failure(.badData, "\(error)")
        }
        let day = day
        let rows = try await common.access.read { database in
            var rows: [JSONValue] = []
            for place in places {
                let shown = await MailboxCensus.take(of: place)
                rows.append(try await MailboxAccount(database: database, place: place, day: day).row(shown))
            }
            return rows
        }
        common.output.rows(
            rows,
            [
                Column("mailbox", "mailbox"), Column("holds", "holds", alignsRight: true),
                Column("waiting", "waiting", alignsRight: true), Column("handed on", "handed_on", alignsRight: true),
                Column("stored", "stored", alignsRight: true), Column("refused", "refused", alignsRight: true),
                Column("known", "known", alignsRight: true), Column("quarantined", "quarantined", alignsRight: true),
                Column("gone", "gone", alignsRight: true), Column("missing", "missing", alignsRight: true),
                Column("problem", "problem"),
            ],
            none: "the file lists no mailbox"
        )
        if rows.contains(where: { ($0["missing"].whole ?? 0) > 0 || $0["problem"].string != nil }) {
            throw ExitCode(1)
        }
    }
}
