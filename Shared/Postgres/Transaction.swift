/// A transaction under way; valid only inside the body it was given to.
public struct Transaction: Sendable {
    let link: Link
    let context: TransactionContext
    let deadline: Duration

    /// Runs one statement behind everything enqueued before it.
    ///
    /// Concurrent calls are pipelined.
    public func rows(_ sql: String, _ parameters: any PostgresValue...) async throws(PostgresError) -> Rows {
        try await rows(sql, parameters: parameters)
    }

    /// Runs one statement behind everything enqueued before it; returns the number of rows affected.
    @discardableResult
    public func execute(_ sql: String, _ parameters: any PostgresValue...) async throws(PostgresError) -> Int {
        try await rows(sql, parameters: parameters).affected
    }

    /// Runs one statement whose parameters were gathered at run time.
    public func rows(_ sql: String, parameters: [any PostgresValue]) async throws(PostgresError) -> Rows {
        try await link.run(Statement(sql, parameters), in: context, by: Deadline(after: deadline))
    }

    /// Adds a statement to the next flight: the next awaited call, or COMMIT, which also report its failure.
    public func enqueue(_ sql: String, _ parameters: any PostgresValue...) {
        context.enqueue(Statement(sql, parameters))
    }

    /// Adds a statement whose parameters were gathered at run time.
    public func enqueue(_ sql: String, parameters: [any PostgresValue]) {
        context.enqueue(Statement(sql, parameters))
    }
}
