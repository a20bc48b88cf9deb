public import FoundationEssentials
import Postgres
public import Tickets
import WorkerKit

extension Desk {
    /// Id of the customer that `text` names: an id, a mail address, a telephone number with + and country code, or
    /// `channel:name`.
    ///
    /// - Throws: `DeskError.unknownCustomer`, `.badContact`.
    public func customer(_ text: String) async throws -> UUID {
        try await CustomerLookup.id(of: text, in: turn.transaction)
    }

    /// Says what the customer is promised from now on; `nil` leaves level or contract as it is.
    ///
    /// Tickets that are open keep what stood when they were opened. Nothing is written when nothing changes.
    ///
    /// - Throws: `DeskError.unknownCustomer`, `.badContract` for one that is empty or longer than 100 characters.
    public func promise(
        _ customer: UUID,
        level: CustomerLevel? = nil,
        contract: ContractChange? = nil
    ) async throws -> CustomerStanding {
        if case .is(let name)? = contract {
            guard (1...100).contains(name.count), !name.contains(where: \.isNewline) else {
                throw DeskError.badContract
            }
        }
        let was = try await standing(customer)
        let next = CustomerStanding(
            id: customer,
            level: level?.rawValue ?? was.level,
            contract: contract.map(\.name) ?? was.contract
        )
        if next != was { enqueue(next, after: was) }
        return next
    }

    private func standing(_ customer: UUID) async throws -> CustomerStanding {
        let rows = try await turn.transaction.rows(
            "SELECT level, contract FROM customer WHERE id = $1 FOR NO KEY UPDATE",
            customer
        )
        guard let row = rows.first else { throw DeskError.unknownCustomer }
        return CustomerStanding(id: customer, level: try row("level"), contract: try row("contract"))
    }

    private func enqueue(_ next: CustomerStanding, after was: CustomerStanding) {
        turn.transaction.enqueue(
            "UPDATE customer SET level = $2, contract = $3 WHERE id = $1",
            next.id,
            next.level,
            next.contract
        )
        turn.transaction.enqueue(
            """
            INSERT INTO customer_change (id, customer_id, level_was, contract_was, level, contract, changed_by, changed_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            turn.newID(),
            next.id,
            was.level,
            was.contract,
            next.level,
            next.contract,
            actor.text,
            turn.now
        )
    }
}

/// What to do with a customer's contract.
public enum ContractChange: Hashable, Sendable {
    /// The customer has this one, by the name that policies use.
    case `is`(String)
    /// The customer has none.
    case ends

    var name: String? {
        switch self {
        case .is(let name): name
        case .ends: nil
        }
    }
}

/// What a customer is promised.
public struct CustomerStanding: Hashable, Sendable {
    /// The customer's key.
    public let id: UUID
    /// `standard`, `premium` or `vip`.
    public let level: String
    /// The contract's name; nil for none.
    public let contract: String?
}
