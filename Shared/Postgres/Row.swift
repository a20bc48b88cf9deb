/// One row of a result.
public struct Row: Sendable {
    let result: ResultSet
    let index: Int

    /// Reads a column: `let id: UUID = try row("id")`.
    ///
    /// NULL needs an optional type. The first column of that name counts. Throws `PostgresError.decoding`.
    public func callAsFunction<T: PostgresValue>(_ column: String) throws(PostgresError) -> T {
        try T.value(column, of: self)
    }
}
