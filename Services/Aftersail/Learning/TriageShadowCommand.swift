import ArgumentParser
import Contracts
import Postgres

/// What the model in the shadow would have done.
struct TriageShadowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shadow",
        abstract: "Compares the model in the shadow with what decides.",
        subcommands: [Report.self]
    )

    /// The comparison.
    struct Report: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compares both on the same tickets, and says whether the candidate is better.",
            discussion: """
                Shares come with half the width of their 95 % interval (Wilson). Better or worse is said when McNemar's \
                exact test finds less than 5 % chance in it, over all tickets that people looked at: corrected, confirmed, \
                or solved with the category they had. The last favour what decides now, the corrected alone favour the \
                candidate.
                """
        )

        @OptionGroup var common: CommonOptions
        @Option(help: "Days back from now, 1 to 400.")
        var days = 28
        @Option(help: "Version of a model that stood in the shadow before; without it the one that stands there.")
        var model: String?

        func validate() throws {
            guard (1...400).contains(days) else { throw ValidationError("--days takes 1 to 400") }
        }

        func run() async throws {
            let (days, wanted) = (days, model)
            let comparison = try await common.access.read { database in
                try await database.transaction { transaction in
                    let version = try await Self.version(wanted, in: transaction)
                    return try await ShadowComparison.read(version, days: days, in: transaction)
                }
            }
            let (page, output) = (ShadowPage(comparison: comparison), common.output)
            if output.isJSON { return output.json(page.value) }
            for line in page.lines { output.line(line) }
            guard !page.rows.isEmpty else { return }
            output.line()
            output.rows(page.rows, Self.columns, none: "")
        }

        private static let columns = [
            Column("language", "language"), Column("tickets", "tickets", alignsRight: true),
            Column("same guess", "agreed", alignsRight: true), Column("covered", "covered"),
            Column("right of corrected", "corrected"), Column("right of looked at", "looked_at"),
            Column("candidate", "verdict"),
        ]

        private static func version(_ wanted: String?, in transaction: Transaction) async throws -> String {
            if let wanted { return wanted }
            let rows = try await transaction.rows("SELECT version FROM triage_model WHERE state = 'shadow'")
            guard let row = rows.first else {
                throw Failure(
                    .refused,
                    "no model stands in the shadow; put one there with `aftersail triage model shadow VERSION`, or name one with --model"
                )
            }
            return try row("version")
        }
    }
}
