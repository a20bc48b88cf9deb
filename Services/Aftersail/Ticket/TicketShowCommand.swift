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

    @Argument(help: "Number or id of the ticket.")
    var number: String

    func run() async throws {
        let wanted = number
        let prefix = common.access.variable("AFTERSAIL_TICKET_PREFIX") ?? "AS-"
        let record = try await common.access.read { database in
            try await database.transaction { transaction in
                let id = try await TicketLookup.id(of: wanted, prefix: prefix, in: transaction)
                return try await TicketRecord.read(id, in: transaction)
            }
        }
        if common.output.isJSON { return common.output.json(record.value) }
        TicketPage(record: record.value, output: common.output).print()
    }
}

/// Which ticket a text names.
enum TicketLookup {
    static func id(of text: String, prefix: String, in transaction: Transaction) async throws -> UUID {
        let typed = (try? TicketNumber.parse(text, prefix: TicketNumberPrefix(prefix)))?.description
        let rows = try await transaction.rows(
            "SELECT id FROM ticket WHERE number = ANY ($1) OR id = $2 ORDER BY number = $3 DESC LIMIT 1",
            [text, text.uppercased(), typed ?? text],
            UUID(uuidString: text),
            text
        )
        guard let row = rows.first else { throw DeskError.unknownTicket(text) }
        return try row("id")
    }
}
