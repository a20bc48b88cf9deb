import ArgumentParser
import Contracts
import Desk
import Postgres

/// Tickets, newest first.
struct TicketListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists tickets, newest first (JSON: the columns of ticket_overview)."
    )

    @OptionGroup var common: CommonOptions

    @Option(help: "Only these: open, waiting, proposed, resolved, closed, merged; repeat for several.")
    var status: [String] = []

    @Option(help: "Only tickets of this team.")
    var team: String?

    @Option(help: "Only tickets of this agent.")
    var agent: String?

    @OptionGroup var sight: SightOptions

    @Option(help: "Most tickets shown, 1 to 100000.")
    var limit = 200

    func validate() throws {
        let known = ["open", "waiting", "proposed", "resolved", "closed", "merged"]
        guard status.allSatisfy(known.contains) else {
            throw ValidationError("--status takes \(known.joined(separator: ", "))")
        }
        guard (1...100_000).contains(limit) else { throw ValidationError("--limit takes 1 to 100000") }
    }

    func run() async throws {
        let (status, team, agent, limit) = (status, team, agent, limit)
        let sight = try sight.sight(common.access)
        let rows = try await common.access.read { database in
            try await database.transaction { transaction in
                try await sight.requireKnown(in: transaction)
                return try await transaction.values(
                    """
                    SELECT * FROM ticket_overview
                    WHERE (cardinality($1::text[]) = 0 OR status = ANY ($1))
                      AND ($2::text IS NULL OR team = $2)
                      AND ($3::text IS NULL OR agent = $3)
                      AND ($5::text IS NULL OR sees_ticket($5, id))
                    ORDER BY opened_at DESC, number
                    LIMIT $4
                    """,
                    status,
                    team,
                    agent,
                    Int64(limit),
                    sight.viewer
                )
            }
        }
        common.output.rows(
            rows,
            [
                Column("number", "number"), Column("status", "status"), Column("pri", "priority", alignsRight: true),
                Column("category", "category"), Column("lang", "language"), Column("agent", "agent"),
                Column("customer", "customer_name", limit: 24), Column("subject", "subject", limit: 40),
                Column("next due", "next_due_at"), Column("opened", "opened_at"),
            ],
            none: "no ticket matches"
        )
    }
}
