import ArgumentParser
import Contracts
import Postgres
import Tickets

/// Customers, latest first.
struct CustomerListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists customers, those known for the shortest time first."
    )

    @OptionGroup var common: CommonOptions

    @Option(help: ArgumentHelp(Choice.help("Only of this level", CustomerLevel.self)), transform: Choice.read)
    var level: CustomerLevel?

    @Option(help: "Only with this contract.")
    var contract: String?

    @Option(help: "Only whose name or a contact point holds this text.")
    var search: String?

    @Option(help: "Most customers shown, 1 to 100000.")
    var limit = 200

    func validate() throws {
        guard (1...100_000).contains(limit) else { throw ValidationError("--limit takes 1 to 100000") }
    }

    func run() async throws {
        let (level, contract, search, limit) = (level?.rawValue, contract, search, limit)
        let rows = try await common.access.read { database in
            try await database.values(
                """
                SELECT c.id, c.name, c.level, c.contract, c.country, c.locale, c.created_at AS known_since,
                    (SELECT count(*) FROM ticket t WHERE t.customer_id = c.id) AS tickets,
                    (SELECT string_agg(p.value, ', ' ORDER BY p.created_at, p.id) FROM contact_point p
                     WHERE p.customer_id = c.id) AS contacts
                FROM customer c
                WHERE ($1::text IS NULL OR c.level = $1) AND ($2::text IS NULL OR c.contract = $2)
                  AND ($3::text IS NULL OR strpos(lower(c.name), lower($3)) > 0 OR EXISTS (
                    SELECT FROM contact_point p WHERE p.customer_id = c.id AND strpos(p.value, lower($3)) > 0))
                ORDER BY c.created_at DESC, c.id
                LIMIT $4
                """,
                level,
                contract,
                search,
                Int64(limit)
            )
        }
        common.output.rows(
            rows,
            [
                Column("name", "name", limit: 24), Column("level", "level"), Column("contract", "contract", limit: 24),
                Column("country", "country"), Column("tickets", "tickets", alignsRight: true),
                Column("contacts", "contacts", limit: 48), Column("id", "id"),
            ],
            none: "no customer matches"
        )
    }
}
