import ArgumentParser
import Contracts
import Desk
import FoundationEssentials
import Postgres
import Tickets

/// One ticket with everything about it.
struct TicketShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract:
            "Shows a ticket: facts, conversation, record, mails, clocks, and why it was sorted and given as it was."
    )

    @OptionGroup var common: CommonOptions

    @OptionGroup var sight: SightOptions

    @Argument(help: "Number or id of the ticket.")
    var number: String

    func run() async throws {
        let record = try await TicketLookup.read(number, for: try sight.sight(common.access), common.access) {
            try await TicketRecord.read($0, in: $1)
        }
        if common.output.isJSON { return common.output.json(record.value) }
        TicketPage(record: record.value, output: common.output).print()
    }
}

/// Which ticket a text names.
enum TicketLookup {
    /// Reads something of the ticket as one snapshot.
    static func read<T: Sendable>(
        _ number: String,
        for sight: TicketSight,
        _ access: Access,
        _ body: @escaping @Sendable (UUID, Transaction) async throws -> T
    ) async throws -> T {
        let prefix = access.variable("AFTERSAIL_TICKET_PREFIX") ?? "AS-"
        return try await access.read { database in
            try await database.transaction { transaction in
                transaction.enqueue("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                return try await body(
                    try await id(of: number, prefix: prefix, for: sight, in: transaction),
                    transaction
                )
            }
        }
    }

    /// Refuses what whoever asks may not see.
    static func id(
        of text: String,
        prefix: String,
        for sight: TicketSight,
        in transaction: Transaction
    ) async throws -> UUID {
        let typed = (try? TicketNumber.parse(text, prefix: TicketNumberPrefix(prefix)))?.description
        let rows = try await transaction.rows(
            "SELECT id FROM ticket WHERE number = ANY ($1) OR id = $2 ORDER BY number = $3 DESC LIMIT 1",
            [text, text.uppercased(), typed ?? text],
            UUID(uuidString: text),
            text
        )
        guard let row = rows.first else { throw DeskError.unknownTicket(text) }
        let id: UUID = try row("id")
        try await sight.require(id, in: transaction)
        return id
    }
}
