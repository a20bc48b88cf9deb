import Contracts
public import FoundationEssentials
public import Postgres

extension SetupDocuments {
    /// Every version of a kind that was ever loaded, with the instant of its loading, oldest first.
    public static func loadings(
        of kind: SetupKind,
        in transaction: Transaction
    ) async throws(PostgresError) -> [(version: Int, at: Date)] {
        let rows = try await transaction.rows(
            "SELECT version, loaded_at FROM setup_document WHERE kind = $1 ORDER BY version",
            kind.rawValue
        )
        return try rows.map { (row) throws(PostgresError) in (try row("version"), try row("loaded_at")) }
    }

    /// Documents by version, in force or not; versions that were never loaded are left out.
    ///
    /// - Throws: `PostgresError`, or a `DecodingError` when a stored body is none of `Body`.
    public static func load<Body: Decodable & Sendable>(
        _ kind: SetupKind,
        versions: [Int],
        as body: Body.Type = Body.self,
        from transaction: Transaction
    ) async throws -> [SetupDocument<Body>] {
        guard !versions.isEmpty else { return [] }
        let rows = try await transaction.rows(
            "SELECT version, body FROM setup_document WHERE kind = $1 AND version = ANY ($2) ORDER BY version",
            kind.rawValue,
            versions.map { Int32($0) }
        )
        return try rows.map { row in
            let text: JSONText = try row("body")
            return SetupDocument(
                version: try row("version"),
                body: try WireJSON.decode(body, from: Array(text.text.utf8))
            )
        }
    }
}
