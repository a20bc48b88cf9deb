import Contracts
import FoundationEssentials
public import Postgres

/// Reads what `aftersail setup load` stored in `setup_document`.
public enum SetupDocuments {
    /// The document in force; `nil` when none was ever loaded, and the caller's built-in default counts.
    ///
    /// - Throws: `PostgresError`, or a `DecodingError` when the stored body is none of `Body`: load the setup again.
    public static func load<Body: Decodable & Sendable>(
        _ kind: SetupKind,
        as body: Body.Type = Body.self,
        from transaction: Transaction
    ) async throws -> SetupDocument<Body>? {
        let rows = try await transaction.rows(
            "SELECT version, body FROM setup_document WHERE kind = $1 AND active",
            kind.rawValue
        )
        guard let row = rows.first else { return nil }
        let version: Int32 = try row("version")
        let text: JSONText = try row("body")
        return SetupDocument(version: Int(version), body: try WireJSON.decode(body, from: Array(text.text.utf8)))
    }

    /// Version of the document in force; 0 when none was ever loaded.
    public static func version(of kind: SetupKind, in transaction: Transaction) async throws -> Int {
        let rows = try await transaction.rows(
            "SELECT version FROM setup_document WHERE kind = $1 AND active",
            kind.rawValue
        )
        guard let row = rows.first else { return 0 }
        return Int(try row("version") as Int32)
    }
}
