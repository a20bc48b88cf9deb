/// A database behind a few links; each link is one connection on a thread of its own.
///
/// Links connect at first use and, once lost, again and again by themselves (full jitter, at most 1 s apart). A call
/// made meanwhile waits for one attempt. A task that is cancelled leaves the queue for a link at once, but a call
/// that has been sent runs to its end, which its deadline bounds.
public final class Database: Sendable {
    private let configuration: PostgresConfiguration
    private let pool: LinkPool

    /// Describes a database; nothing is opened yet.
    ///
    /// `links` is the number of connections at most, 1 or more.
    public init(_ configuration: PostgresConfiguration, links: Int = 2) {
        self.configuration = configuration
        pool = LinkPool(configuration, limit: links)
    }

    /// Whether some link is up.
    public var isConnected: Bool { pool.isConnected }

    /// Runs one statement in a transaction of its own.
    public func rows(
        _ sql: String,
        _ parameters: any PostgresValue...,
        deadline: Duration? = nil
    ) async throws(PostgresError) -> Rows {
        try await rows(sql, parameters: parameters, deadline: deadline)
    }

    /// Runs one statement in a transaction of its own; returns the number of rows affected.
    @discardableResult
    public func execute(
        _ sql: String,
        _ parameters: any PostgresValue...,
        deadline: Duration? = nil
    ) async throws(PostgresError) -> Int {
        try await rows(sql, parameters: parameters, deadline: deadline).affected
    }

    /// Runs one statement whose parameters were gathered at run time.
    public func rows(
        _ sql: String,
        parameters: [any PostgresValue],
        deadline: Duration? = nil
    ) async throws(PostgresError) -> Rows {
        let statement = Statement(sql, parameters)
        let deadline = self.deadline(deadline)
        let link = try await pool.acquire(by: deadline)
        defer { pool.release(link) }
        return try await link.run(statement, by: deadline)
    }

    /// Runs text of any number of statements, one transaction unless the text has its own; for migrations.
    ///
    /// A script that leaves a transaction open is rolled back and refused (25001).
    public func script(_ sql: String, deadline: Duration? = nil) async throws(PostgresError) {
        let deadline = self.deadline(deadline)
        let link = try await pool.acquire(by: deadline)
        defer { pool.release(link) }
        guard deadline.duration > configuration.deadline else {
            _ = try await link.script(sql, by: deadline)
            return
        }
        let limit = PostgresConfiguration.statementTimeout(for: deadline.duration)
        _ = try await link.script("SET statement_timeout = \(limit); SET lock_timeout = \(limit)", by: deadline)
        var failure: PostgresError?
        do { _ = try await link.script(sql, by: deadline) } catch { failure = error }
        _ = try? await link.script("RESET statement_timeout; RESET lock_timeout", by: self.deadline(nil))
        if let failure { throw failure }
    }

    /// Runs `body` in one transaction on a link of its own, commits when it returns, rolls back when it throws.
    ///
    /// BEGIN travels with the first awaited call, COMMIT with whatever is still enqueued: one awaited call and any
    /// number of enqueued ones cost two round trips. After the first failure every call throws that same failure,
    /// and so does this one, even if the body swallowed it. `deadline` bounds each wait for the server, not the
    /// whole. A lost answer to COMMIT throws `PostgresError.commitUnknown`.
    public func transaction<T>(
        isolation: isolated (any Actor)? = #isolation,
        deadline: Duration? = nil,
        _ body: (Transaction) async throws -> T
    ) async throws -> T {
        let duration = deadline ?? configuration.deadline
        let link = try await pool.acquire(by: Deadline(after: duration))
        defer { pool.release(link) }
        let context = TransactionContext()
        let value: T
        do {
            value = try await body(Transaction(link: link, context: context, deadline: duration))
        } catch {
            context.end()
            if context.epoch != nil { _ = try? await link.rollBack(context) }
            throw error
        }
        if context.hasWork || context.failure != nil {
            _ = try await link.commit(context, by: Deadline(after: duration))
        }
        context.end()
        return value
    }

    /// Opens a link of its own, outside the pool, for advisory locks and LISTEN.
    public func openSession() async throws(PostgresError) -> Session {
        try await Session(opening: configuration)
    }

    /// Ends every link at once; calls under way throw `PostgresError.closed`, or `commitUnknown` in COMMIT.
    ///
    /// Sessions close by themselves.
    public func close() async {
        await pool.close()
    }

    private func deadline(_ duration: Duration?) -> Deadline {
        Deadline(after: duration ?? configuration.deadline)
    }
}
