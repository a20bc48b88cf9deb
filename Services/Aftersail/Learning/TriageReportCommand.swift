import ArgumentParser
import Contracts
import Postgres
import Triage

/// How triage does, week by week.
struct TriageReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Tells by week and language what was covered, corrected and right, and how far tickets drifted.",
        discussion: """
            Weeks are ISO weeks in UTC. covered: a category was chosen. corrected: of these, a person named another. \
            accuracy: of the covered ones that people looked at (corrected, confirmed, or solved as they were) the share that \
            stood, with half the width of its 95 % interval; agents who do not correct make it too high. drift: \
            Jensen–Shannon divergence in bits of categories and languages, and the change of mean confidence, against the \
            four weeks before; from \(Share.decimal(Drift.bound)) on somebody should look. It needs \(Drift.least) tickets on both sides.
            """
    )

    @OptionGroup var common: CommonOptions
    @Option(help: "Weeks shown, this one included, 1 to 104.")
    var weeks = 8

    func validate() throws {
        guard (1...104).contains(weeks) else { throw ValidationError("--weeks takes 1 to 104") }
    }

    func run() async throws {
        let weeks = weeks
        let record = try await common.access.read { database in
            try await database.transaction { try await WeeklyRecord.read(weeks: weeks, in: $0) }
        }
        let (page, output) = (WeeklyPage(record: record), common.output)
        if output.isJSON { return output.json(page.value) }
        output.rows(
            page.shown,
            [
                Column("week", "week"), Column("language", "language"), Column("tickets", "tickets", alignsRight: true),
                Column("covered", "coverage", alignsRight: true), Column("corrected", "corrected", alignsRight: true),
                Column("sorted", "sorted_by_people", alignsRight: true),
                Column("looked at", "looked_at", alignsRight: true), Column("right", "accuracy"),
                Column("drift", "drift_category", alignsRight: true),
                Column("of languages", "drift_language", alignsRight: true),
                Column("of confidence", "drift_confidence", alignsRight: true), Column("", "alarm"),
            ],
            none: "no ticket was sorted"
        )
    }
}
