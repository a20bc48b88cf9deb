import ArgumentParser
import Contracts
import Desk
import FoundationEssentials
import Postgres

/// One customer with contact points, tickets and what changed.
struct CustomerShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows a customer: contact points, tickets, and who changed level or contract when."
    )

    @OptionGroup var common: CommonOptions
    @OptionGroup var customer: CustomerArgument

    func run() async throws {
        let text = customer.customer
        let record = try await common.access.read { database in
            try await database.transaction { transaction in
                transaction.enqueue("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                return try await CustomerRecord.read(
                    try await CustomerLookup.id(of: text, in: transaction),
                    in: transaction
                )
            }
        }
        if common.output.isJSON { return common.output.json(record.value) }
        CustomerPage(record: record.value, output: common.output).print()
    }
}
