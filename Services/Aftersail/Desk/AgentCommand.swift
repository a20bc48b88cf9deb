import ArgumentParser
import Contracts
import Desk

/// Agents: who there is, and who takes work.
struct AgentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agent",
        abstract: "Lists agents, and signs them off and on.",
        subcommands: [List.self, Away.self, Back.self]
    )

    /// Everybody with their load.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists agents with team, load and capacity.")

        @OptionGroup var common: CommonOptions

        @Option(help: "Only agents of this team.")
        var team: String?

        @Flag(help: "Also those who are no longer in the setup.")
        var all = false

        func run() async throws {
            let rows = try await common.access.read { database in
                try await database.values(
                    """
                    SELECT a.id, a.name, a.team_id AS team, a.email, a.language, a.zone, a.calendar, a.capacity,
                        COALESCE(l.load, 0) AS load, COALESCE(l.away, false) AS away, l.away_since, a.skills,
                        a.languages, a.countries, a.active
                    FROM agent a
                    LEFT JOIN agent_load l ON l.agent_id = a.id
                    WHERE (a.active OR $1) AND ($2::text IS NULL OR a.team_id = $2)
                    ORDER BY a.team_id, a.id
                    """,
                    all,
                    team
                )
            }
            common.output.rows(
                rows,
                [
                    Column("agent", "id"), Column("name", "name", limit: 24), Column("team", "team"),
                    Column("load", "load", alignsRight: true), Column("capacity", "capacity", alignsRight: true),
                    Column("away", "away"), Column("calendar", "calendar"), Column("languages", "languages", limit: 60),
                ],
                none: "no agent; load some with `aftersail setup load`"
            )
        }
    }

    /// Signs off.
    struct Away: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The agent takes no work for now.")

        @OptionGroup var common: CommonOptions

        @Argument(help: "Key of the agent.")
        var agent: String

        @Flag(help: "Give the agent's open tickets to others.")
        var returnTickets = false

        func run() async throws {
            let (agent, returns, actor) = (agent, returnTickets, try DeskOptions.actor(nil, nil, common.access))
            try await common.access.change(as: "desk") { turn in
                try await Desk(turn, as: actor).away(agent, returnTickets: returns)
            }
            common.output.done("\(agent) takes no work", .object(["agent": .string(agent), "away": .bool(true)]))
        }
    }

    /// Signs on.
    struct Back: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The agent takes work again.")

        @OptionGroup var common: CommonOptions

        @Argument(help: "Key of the agent.")
        var agent: String

        func run() async throws {
            let (agent, actor) = (agent, try DeskOptions.actor(nil, nil, common.access))
            try await common.access.change(as: "desk") { turn in try await Desk(turn, as: actor).back(agent) }
            common.output.done("\(agent) takes work again", .object(["agent": .string(agent), "away": .bool(false)]))
        }
    }
}
