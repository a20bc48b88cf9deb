import Contracts
import Digest
import FoundationEssentials
import Postgres

/// A refused message with its bytes, as text where they are text.
struct StoredMessage: Sendable {
    let value: JSONValue

    static func quarantined(_ id: UUID, in database: Database) async throws -> StoredMessage {
        let facts = try await database.values("SELECT * FROM quarantine_overview WHERE id = $1", id)
        return try StoredMessage(facts, try await database.rows("SELECT body FROM quarantine WHERE id = $1", id), id)
    }

    static func parked(_ id: UUID, in database: Database) async throws -> StoredMessage {
        let facts = try await database.values(
            """
            SELECT o.*, m.exchange, m.routing_key, m.headers
            FROM parked_message m JOIN parked_overview o ON o.id = m.id WHERE m.id = $1
            """,
            id
        )
        return try StoredMessage(
            facts,
            try await database.rows("SELECT body FROM parked_message WHERE id = $1", id),
            id
        )
    }

    private init(_ facts: [JSONValue], _ bodies: Rows, _ id: UUID) throws {
        guard case .object(var members)? = facts.first, let row = bodies.first else {
            throw Failure(.badData, "there is no message \(id.uuidString.lowercased()); copy an id from the list")
        }
        let body: Bytes? = try row("body")
        if let bytes = body?.bytes {
            if let text = String(validating: bytes, as: UTF8.self) {
                members["body"] = .string(text)
            } else {
                members["body_hex"] = .string(hex(bytes))
            }
        }
        value = .object(members)
    }
}
