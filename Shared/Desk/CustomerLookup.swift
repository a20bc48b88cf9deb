public import FoundationEssentials
public import Postgres
import Tickets

/// Which customer a text names.
public enum CustomerLookup {
    /// An id, a mail address, a telephone number with + and country code, or `channel:name`.
    ///
    /// - Throws: `DeskError.unknownCustomer`, `.badContact`; the text itself is in neither.
    public static func id(of text: String, in transaction: Transaction) async throws -> UUID {
        if let id = UUID(uuidString: text) {
            let known = try await transaction.rows("SELECT id FROM customer WHERE id = $1", id)
            guard !known.isEmpty else { throw DeskError.unknownCustomer }
            return id
        }
        let point = try contactPoint(text)
        let rows = try await transaction.rows(
            "SELECT customer_id FROM contact_point WHERE kind = $1 AND scope = $2 AND value = $3",
            point.kind.rawValue,
            point.scope,
            point.scopedValue
        )
        guard let row = rows.first else { throw DeskError.unknownCustomer }
        return try row("customer_id")
    }

    private static func contactPoint(_ text: String) throws -> ContactPoint {
        do {
            return try ContactPoint.written(text)
        } catch {
            throw DeskError.badContact(error)
        }
    }
}
