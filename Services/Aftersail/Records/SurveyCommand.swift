import ArgumentParser
import Contracts
import Desk
import FoundationEssentials

/// What customers thought of it.
struct SurveyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "survey",
        abstract: "Lists surveys, records answers given by phone, and knows who declined them.",
        subcommands: [List.self, Answer.self, Declined.self, Allow.self]
    )

    /// Newest first.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists surveys, newest first (JSON: the columns of survey_overview)."
        )

        @OptionGroup var common: CommonOptions

        @Option(help: "Only these: planned, invited, answered, expired, cancelled; repeatable.")
        var state: [String] = []

        @Option(help: "Only of this ticket's number.")
        var ticket: String?

        @Option(help: "Most surveys shown.")
        var limit = 100

        func run() async throws {
            let rows = try await common.access.read { database in
                try await database.values(
                    """
                    SELECT * FROM survey_overview
                    WHERE (cardinality($1::text[]) = 0 OR state = ANY ($1)) AND ($2::text IS NULL OR ticket = upper($2))
                    ORDER BY due_at DESC, id LIMIT $3
                    """,
                    state,
                    ticket,
                    Int64(max(1, limit))
                )
            }
            common.output.rows(
                rows,
                [
                    Column("id", "id"), Column("ticket", "ticket"), Column("cycle", "cycle"), Column("state", "state"),
                    Column("agent", "agent"), Column("due", "due_at"), Column("score", "score", alignsRight: true),
                    Column("comment", "comment"), Column("follow-up", "follow_up"),
                ],
                none: "no survey matches"
            )
        }
    }

    /// By phone.
    struct Answer: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Records the customer's answer to the latest survey of a ticket."
        )

        @OptionGroup var common: CommonOptions

        @Argument(help: "Number of the ticket, or id of the survey.")
        var which: String

        @Argument(help: "1 (very dissatisfied) to 5 (very satisfied).")
        var score: Int

        @Option(help: "What the customer added.")
        var comment: String?

        @Option(help: "How the answer came.")
        var channel = "phone"

        func run() async throws {
            let (which, score, comment, channel) = (which, score, comment, channel)
            let prefix = common.access.variable("AFTERSAIL_TICKET_PREFIX") ?? "AS-"
            let answer = try await common.access.change(as: "desk") { turn in
                let desk = Desk(turn, as: .customer)
                if let survey = UUID(uuidString: which) {
                    return try await desk.answer(survey: survey, score: score, comment: comment, channel: channel)
                }
                let ticket = try await desk.ticket(which, prefix: prefix)
                return try await desk.answerSurvey(ofTicket: ticket, score: score, comment: comment, channel: channel)
            }
            common.output.done(
                "the answer \(score) is recorded",
                .object(["answer": .string(answer.uuidString.lowercased()), "score": .count(score)])
            )
        }
    }
}
