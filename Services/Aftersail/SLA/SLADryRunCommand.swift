import ArgumentParser
import BusinessTime
import ClockRecord
import Contracts
import FoundationEssentials
import Postgres
import Setup

/// Other targets on the recorded history.
struct SLADryRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dry-run",
        abstract:
            "Replays recorded tickets under another policy or other calendars, and says what would have differed.",
        discussion: """
            Takes every ticket that was opened since DATE, that something happened to since, or that has a clock running \
            since; counted are its clocks that ended since DATE or have not ended.

            then   Each clock as it is, by the versions of policy and calendars that are stored with it. An ended clock \
            keeps the versions it ended by, so a policy that came later does not change it. This is compared with the \
            stored row, and must give it exactly. Not counted as different: rows that nobody has read since something \
            happened (the sla-monitor will), and clocks that ended because a policy no longer had a target for them.
            now    The same ledger and the same pauses, counted as if the given policy had been in force from the \
            beginning, instead of the policy in force and of all before it. --calendars does so with the calendars. What \
            is not given stays as it is stored with each clock. A ticket's class and country are those of today.

            breached: over its deadline now, not then. met: over its deadline then, not now. moved: another deadline, \
            the same end. started, gone: a target that is only in the given, or only in the stored policy. In time is \
            met ÷ (met + breached); running, paused and cancelled clocks do not count.

            Without --policy and --calendars, or with files that say what is in force, nothing is replaced: it tells \
            whether the record gives the stored clocks. Other people's replies, warnings and mails would have been others \
            under other targets; a replay cannot know that.

            Reads only, as the role aftersail_operator, in one read-only transaction on one snapshot; it takes no lock \
            that a worker waits for, and needs memory for 500 tickets, however many there are.

            exit codes: 1 with --check when anything differs, else as everywhere
            """
    )

    @OptionGroup var common: CommonOptions

    @Option(help: ArgumentHelp("The policy to try: a setup file `sla-policy`.", valueName: "file"))
    var policy: String?

    @Option(help: ArgumentHelp("The calendars to try: a setup file `calendars`.", valueName: "file"))
    var calendars: String?

    @Option(help: ArgumentHelp("From when on: 2026-11-01 (UTC) or an RFC 3339 instant.", valueName: "date"))
    var since: String

    @Option(help: "Most changed clocks listed, 0 to 100000; --json lists all.")
    var limit = 50

    @Flag(help: "Exit with 1 when anything differs.")
    var check = false

    func validate() throws {
        guard Self.instant(since) != nil else {
            throw ValidationError("--since takes a date such as 2026-11-01, or an RFC 3339 instant")
        }
        guard (0...100_000).contains(limit) else { throw ValidationError("--limit takes 0 to 100000") }
    }

    func run() async throws {
        let output = common.output
        let since = Self.instant(since) ?? .distantPast
        let (policy, calendars) = (policy, calendars)
        let page = DryRunPage(output: output, limit: limit)
        let summary = try await common.access.read { database in
            try await database.transaction { transaction in
                transaction.enqueue("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                let proposal = try await Proposal(policy: policy, calendars: calendars, in: transaction)
                return try await DryRun(proposal, since: since).run(in: transaction, page)
            }
        }
        page.end(summary)
        if check, !summary.isSame { throw ExitCode(ExitStatus.fault.rawValue) }
    }

    private static func instant(_ text: String) -> Date? { RFC3339.date(text) ?? RFC3339.date("\(text)T00:00:00Z") }
}
