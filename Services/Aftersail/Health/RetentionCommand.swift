import ArgumentParser
import Contracts
import FoundationEssentials
import Postgres
import WorkerKit

/// What goes with time.
struct RetentionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention",
        abstract: "Shows how long what is kept, what would go now, and what went; removes nothing.",
        discussion: """
            The workers remove, once a minute. `keep` is what the rule's worker last had in its setting; before one has \
            looked, the default.
            """
    )

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let rows = try await common.access.read { database in
            var rows: [JSONValue] = []
            for rule in RetentionRule.all { rows.append(try await Self.row(rule, database)) }
            return rows
        }
        common.output.rows(
            rows,
            [
                Column("what", "what"), Column("keep", "keep"), Column("would go", "due", alignsRight: true),
                Column("went", "gone", alignsRight: true), Column("looked", "looked_at"), Column("worker", "worker"),
                Column("setting", "setting"),
            ],
            none: "nothing goes"
        )
    }

    private static func row(_ rule: RetentionRule, _ database: Database) async throws -> JSONValue {
        let kept = try await database.rows(
            """
            SELECT COALESCE(keep, $2::text::interval)::text AS keep, gone, looked_at,
                aftersail.now() - COALESCE(keep, $2::text::interval) AS before
            FROM retention
            WHERE what = $1
            """,
            rule.name,
            rule.standard
        )
        guard let row = kept.first else {
            throw Failure(.fault, "the table retention lacks the row \(rule.name): run `aftersail migrate`")
        }
        let before: Date = try row("before")
        let counted = try await database.rows(rule.due, before)
        let due: Int = try counted.first.map { row in try row("due") } ?? 0
        let looked: Date? = try row("looked_at")
        return .object([
            "what": .string(rule.name), "worker": .string(rule.worker), "setting": .string(rule.setting),
            "keep": .string(try row("keep")), "due": .number(String(due)),
            "gone": .number(String(try row("gone") as Int)),
            "looked_at": looked.map { .string(RFC3339.text($0)) } ?? .null,
        ])
    }
}
