import ArgumentParser
import Contracts
import FoundationEssentials

/// What a worker could not settle.
struct ParkedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parked",
        abstract: "Lists messages that workers set aside, and replays or drops them.",
        subcommands: [List.self, Show.self, Replay.self, Drop.self]
    )

    /// Oldest first.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists parked messages, oldest first (JSON: the columns of parked_overview)."
        )

        @OptionGroup var common: CommonOptions

        @Option(help: "Only of this worker.")
        var worker: String?

        @Flag(help: "Also those replayed or dropped.")
        var all = false

        @Option(help: "Most messages shown.")
        var limit = 100

        func run() async throws {
            let rows = try await common.access.read { database in
                try await database.values(
                    """
                    SELECT * FROM parked_overview
                    WHERE ($1 OR state = 'parked') AND ($2::text IS NULL OR worker = $2)
                    ORDER BY parked_at, id LIMIT $3
                    """,
                    all,
                    worker,
                    Int64(max(1, limit))
                )
            }
            common.output.rows(
                rows,
                [
                    Column("id", "id"), Column("worker", "worker"), Column("message", "message_type"),
                    Column("tries", "attempts", alignsRight: true), Column("state", "state"),
                    Column("parked", "parked_at"),
                    Column("reason", "reason", limit: 80),
                ],
                none: "nothing is parked"
            )
        }
    }

    /// One with its bytes.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Shows a parked message with its causes and bytes.")

        @OptionGroup var common: CommonOptions

        @Argument(help: "Id of the parked message.")
        var id: String

        func run() async throws {
            let record = try await common.access.read { try await StoredMessage.parked(RecordID.read(id), in: $0) }
            RecordPage(output: common.output).print(record.value, text: "body")
        }
    }

    /// Once more.
    struct Replay: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Puts parked messages back into their queues, under new message ids."
        )

        @OptionGroup var common: CommonOptions

        @Argument(help: "Ids of the parked messages.")
        var ids: [String]

        func run() async throws {
            let (ids, name) = (try ids.map(RecordID.read), common.access.operatorName)
            try await common.access.change(as: "operator") { turn in
                try await Settling(turn: turn, by: name).replayParked(ids)
            }
            Settling.report(ids, "put back into their queues", common.output)
        }
    }

    /// For good.
    struct Drop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Sets parked messages aside for good.")

        @OptionGroup var common: CommonOptions

        @Argument(help: "Ids of the parked messages.")
        var ids: [String]

        func run() async throws {
            let (ids, name) = (try ids.map(RecordID.read), common.access.operatorName)
            try await common.access.change(as: "operator") { turn in
                try await Settling(turn: turn, by: name).dropParked(ids)
            }
            Settling.report(ids, "dropped", common.output)
        }
    }
}
