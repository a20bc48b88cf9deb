import Contracts
import FoundationEssentials
import Postgres

/// All that is known of one customer.
struct CustomerRecord {
    let value: JSONValue

    static func read(_ id: UUID, in transaction: Transaction) async throws -> CustomerRecord {
        let facts = try await transaction.values("SELECT * FROM customer WHERE id = $1", id)
        let contacts = try await transaction.values(
            "SELECT kind, scope, value, created_at FROM contact_point WHERE customer_id = $1 ORDER BY created_at, id",
            id
        )
        let tickets = try await transaction.values(
            """
            SELECT number, status, priority, category, agent, subject, opened_at FROM ticket_overview
            WHERE customer_id = $1 ORDER BY opened_at DESC, number LIMIT 100
            """,
            id
        )
        let changes = try await transaction.values(
            """
            SELECT changed_at AS at, changed_by AS by, level_was, level, contract_was, contract FROM customer_change
            WHERE customer_id = $1 ORDER BY changed_at, id
            """,
            id
        )
        return CustomerRecord(
            value: .object([
                "customer": facts.first ?? .null, "contacts": .array(contacts), "tickets": .array(tickets),
                "changes": .array(changes),
            ])
        )
    }
}
