import ArgumentParser
import Contracts
import Desk
import FoundationEssentials
import Tickets

/// `customer set`.
struct CustomerSetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Says which level a customer has, and which contract.",
        discussion: """
            The SLA policy may tell levels and contracts apart; a VIP's messages have their priority raised by one. \
            Targets of tickets that are open stay as they are. Who changed what and when stays in the customer's record.
            """
    )

    @OptionGroup var common: CommonOptions
    @OptionGroup var customer: CustomerArgument
    @Option(help: ArgumentHelp(Choice.help("The level", CustomerLevel.self)), transform: Choice.read)
    var level: CustomerLevel?
    @Option(help: "Name of the contract, as `contracts` of the SLA policy names it.")
    var contract: String?
    @Flag(help: "The customer has no contract any more.")
    var noContract = false

    func validate() throws {
        guard contract == nil || !noContract else {
            throw ValidationError("give --contract or --no-contract, not both")
        }
        guard level != nil || contract != nil || noContract else {
            throw ValidationError("nothing to set; give --level, --contract or --no-contract")
        }
    }

    func run() async throws {
        let (text, level) = (customer.customer, level)
        let contract: ContractChange? = noContract ? .ends : contract.map(ContractChange.is)
        let actor = try DeskOptions.actor(nil, nil, common.access)
        let standing = try await common.access.change(as: "desk") { turn in
            let desk = Desk(turn, as: actor)
            return try await desk.promise(try await desk.customer(text), level: level, contract: contract)
        }
        let id = standing.id.uuidString.lowercased()
        common.output.done(
            "customer \(id) is \(standing.level), \(standing.contract.map { "contract \($0)" } ?? "no contract")",
            .object([
                "id": .string(id), "level": .string(standing.level),
                "contract": standing.contract.map { .string($0) } ?? .null,
            ])
        )
    }
}
