import ArgumentParser
import Contracts
import FoundationEssentials

/// What intake refused.
struct QuarantineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine",
        abstract: "Lists what intake refused, and replays or drops it.",
        subcommands: [List.self, Show.self, Replay.self, Drop.self]
    )

    /// Oldest first.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists refused messages that wait, oldest first (JSON: the columns of quarantine_overview)."
        )

        @OptionGroup var common: CommonOptions

        @Flag(help: "Also those replayed or dropped.")
        var all = false

        @Option(help: "Most messages shown.")
        var limit = 100

        func run() async throws {
            let rows = try await common.access.read { database in
                try await database.values(
                    """
                    SELECT * FROM quarantine_overview WHERE $1 OR state = 'waiting' ORDER BY first_seen_at, id LIMIT $2
                    """,
                    all,
                    Int64(max(1, limit))
                )
            }
            common.output.rows(
                rows,
                [
                    Column("id", "id"), Column("state", "state"), Column("channel", "channel"),
                    Column("bytes", "body_size", alignsRight: true), Column("seen", "seen", alignsRight: true),
                    Column("first seen", "first_seen_at"), Column("errors", "errors", limit: 80),
                ],
                none: "nothing waits in quarantine"
            )
        }
    }

    /// One with its bytes.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Shows a refused message with its bytes.")

        @OptionGroup var common: CommonOptions

        @Argument(help: "Id of the message.")
        var id: String

        func run() async throws {
            let record = try await common.access.read { try await StoredMessage.quarantined(RecordID.read(id), in: $0) }
            RecordPage(output: common.output).print(record.value, text: "body")
        }
    }

    /// Once more.
    struct Replay: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Submits a refused message again, as it is or mended.",
            discussion: "With --with the file's bytes are submitted instead: save the body, mend it, replay."
        )

        @OptionGroup var common: CommonOptions

        @Argument(help: "Ids of the messages.")
        var ids: [String]

        @Option(name: .customLong("with"), help: "File with the mended message; for one id only.")
        var mended: String?

        func validate() throws {
            if mended != nil && ids.count != 1 { throw ValidationError("--with mends one message: give one id") }
        }

        func run() async throws {
            let ids = try ids.map(RecordID.read)
            let body = try mended.map { try SubmittedRequest.all(in: $0, input: Surroundings.current.input) }
            if let body, body.count != 1 { throw Failure(.badData, "the file should hold one message") }
            let (bytes, name) = (body?.first?.body, common.access.operatorName)
            try await common.access.change(as: "operator") { turn in
                try await Settling(turn: turn, by: name).replayQuarantined(ids, with: bytes)
            }
            Settling.report(ids, "submitted again", common.output)
        }
    }

    /// For good.
    struct Drop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Sets refused messages aside for good.")

        @OptionGroup var common: CommonOptions

        @Argument(help: "Ids of the messages.")
        var ids: [String]

        func run() async throws {
            let (ids, name) = (try ids.map(RecordID.read), common.access.operatorName)
            try await common.access.change(as: "operator") { turn in
                try await Settling(turn: turn, by: name).dropQuarantined(ids)
            }
            Settling.report(ids, "dropped", common.output)
        }
    }
}
