import Contracts
import Postgres

extension Database {
    /// Rows of a query as JSON objects whose members are its columns.
    func values(_ query: String, _ parameters: any PostgresValue...) async throws -> [JSONValue] {
        try await rows("SELECT to_jsonb(x) AS value FROM (\(query)) x", parameters: parameters).map(
            JSONValue.init(row:)
        )
    }
}

extension Transaction {
    /// Rows of a query as JSON objects whose members are its columns.
    func values(_ query: String, _ parameters: any PostgresValue...) async throws -> [JSONValue] {
        try await rows("SELECT to_jsonb(x) AS value FROM (\(query)) x", parameters: parameters).map(
            JSONValue.init(row:)
        )
    }
}

extension JSONValue {
    /// The column `value` of a row.
    init(row: Row) throws {
        let text: JSONText = try row("value")
        self = try JSONDocument(Array(text.text.utf8), maxDepth: 512, maxValues: 10_000_000).root.withInstants
    }
}
