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
            looked, the default. What would go of the mail store tells `aftersail mail sweep`.
            """
    )

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let rows = try await common.access.read { database in
            var rows: [JSONValue] = []
            for rule in RetentionRule.all { rows.append(try await Self.row(rule, database)) }
            return rows + [try await Self.mailFiles(database)]
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
        let row = try await kept(rule.name, rule.standard, database)
        let before: Date = try row("before")
        let counted = try await database.rows(rule.due, before)
        let due: Int = try counted.first.map { row in try row("due") } ?? 0
        return try shown(row, rule.name, rule.worker, rule.setting, due: .number(String(due)))
    }

    /// Files are on a disk that this command does not need.
    private static func mailFiles(_ database: Database) async throws -> JSONValue {
        let row = try await kept(MailFileRule.name, MailFileRule.standard, database)
        return try shown(row, MailFileRule.name, MailFileRule.worker, MailFileRule.setting, due: .null)
    }

    private static func kept(_ name: String, _ standard: String, _ database: Database) async throws -> Row {
        let rows = try await database.rows(
            """
            SELECT COALESCE(keep, $2::text::interval)::text AS keep, gone, looked_at,
                aftersail.now() - COALESCE(keep, $2::text::interval) AS before
            FROM retention
            WHERE what = $1
            """,
            name,
            standard
        )
        guard let row = rows.first else {
            throw Failure(.fault, "the table retention lacks the row \(name): run `aftersail migrate`")
        }
        return row
    }

    private static func shown(
        _ row: Row,
        _ name: String,
        _ worker: String,
        _ setting: String,
        due: JSONValue
    ) throws -> JSONValue {
        let looked: Date? = try row("looked_at")
        return .object([
            "what": .string(name), "worker": .string(worker), "setting": .string(setting),
            "keep": .string(try row("keep")), "due": due, "gone": .number(String(try row("gone") as Int)),
            "looked_at": looked.map { .string(RFC3339.text($0)) } ?? .null,
        ])
    }
}
