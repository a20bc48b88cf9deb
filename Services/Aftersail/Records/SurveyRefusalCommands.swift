import ArgumentParser
import Contracts
import Desk
import FoundationEssentials

extension SurveyCommand {
    /// Who wants no more surveys.
    struct Declined: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists addresses that declined surveys by mail, newest first."
        )

        @OptionGroup var common: CommonOptions

        @Option(help: "Most addresses shown.")
        var limit = 100

        func run() async throws {
            let rows = try await common.access.read { database in
                try await database.values(
                    """
                    SELECT r.address, t.number AS ticket, r.created_at AS since
                    FROM survey_refusal r
                    JOIN ticket t ON t.id = r.ticket_id
                    ORDER BY r.created_at DESC, r.address LIMIT $1
                    """,
                    Int64(max(1, limit))
                )
            }
            common.output.rows(
                rows,
                [Column("address", "address"), Column("ticket", "ticket"), Column("since", "since")],
                none: "no address has declined surveys"
            )
        }
    }

    /// Somebody changed their mind.
    struct Allow: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Asks an address again that had declined surveys and has told you that it wants them."
        )

        @OptionGroup var common: CommonOptions

        @Argument(help: "The mail address.")
        var address: String

        func run() async throws {
            let address = address
            let actor = try DeskOptions.actor(nil, nil, common.access)
            let had = try await common.access.change(as: "desk") { turn in
                try await Desk(turn, as: actor).allowSurveys(at: address)
            }
            common.output.done(
                had ? "surveys go to this address again" : "this address had not declined surveys",
                .object(["changed": .bool(had)])
            )
        }
    }
}
