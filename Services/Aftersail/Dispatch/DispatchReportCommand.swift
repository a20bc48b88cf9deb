import ArgumentParser
import Contracts
import Postgres

/// How often the first team was the right one.
struct DispatchReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Tells by team and category how often the team that got a ticket first also solved it.",
        discussion: """
            precision: of the tickets that dispatch gave to a team and that are solved, the share that this team solved. \
            Tickets whose first agent a person named do not count. overridden: a person gave them to another agent or team \
            later. taken back: assignments that ended because the agent was silent or away. Tickets count by the week of \
            their first assignment.
            """
    )

    @OptionGroup var common: CommonOptions
    @Option(help: "Weeks looked at, up to now, 1 to 104.")
    var weeks = 8

    func validate() throws {
        guard (1...104).contains(weeks) else { throw ValidationError("--weeks takes 1 to 104") }
    }

    func run() async throws {
        let weeks = weeks
        let rows = try await common.access.read { try await $0.values(Self.query, Int32(weeks)) }
        common.output.rows(
            common.output.isJSON ? rows : rows.map(Self.shown),
            [
                Column("team", "team"), Column("category", "category"),
                Column("given", "tickets", alignsRight: true), Column("solved", "solved", alignsRight: true),
                Column("by the team", "solved_there", alignsRight: true),
                Column("precision", "precision", alignsRight: true),
                Column("overridden", "overridden", alignsRight: true),
                Column("taken back", "taken_back", alignsRight: true),
            ],
            none: "no ticket was given to anybody"
        )
    }

    private static func shown(_ row: JSONValue) -> JSONValue {
        var members = row.members
        for key in ["team", "category"] where row[key] == .null { members[key] = .string("all") }
        if case .number(let share) = row["precision"] {
            members["precision"] = .string(Share.percent(Double(share) ?? 0))
        }
        return .object(members)
    }

    /// All, by team, by category, and by both; a category that nobody named is `none`.
    private static let query = """
        SELECT o.first_team AS team,
            CASE WHEN GROUPING(o.category) = 0 THEN o.category END AS category, count(*) AS tickets,
            count(o.resolving_team) AS solved,
            count(*) FILTER (WHERE o.resolving_team = o.first_team) AS solved_there,
            round(count(*) FILTER (WHERE o.resolving_team = o.first_team)::numeric
                / nullif(count(o.resolving_team), 0), 4) AS precision,
            count(*) FILTER (WHERE o.overridden) AS overridden, sum(o.taken_back) AS taken_back
        FROM (
            SELECT x.first_team, COALESCE(x.category, 'none') AS category, x.resolving_team, x.overridden, x.taken_back
            FROM routing_outcome x
            WHERE NOT x.chosen AND x.assigned_at >= aftersail.now() - make_interval(weeks => $1)
        ) o
        GROUP BY GROUPING SETS ((), (o.first_team), (o.category), (o.first_team, o.category))
        HAVING count(*) > 0
        ORDER BY GROUPING(o.first_team) DESC, o.first_team, GROUPING(o.category) DESC, o.category
        """
}
