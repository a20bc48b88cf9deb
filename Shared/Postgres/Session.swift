/// One pinned connection for what belongs to a connection: session advisory locks, LISTEN.
///
/// Once lost it stays lost, and with it its locks and listeners: open another. Releasing the session closes it.
public final class Session: Sendable {
    /// What NOTIFY sent on the channels listened to; finishes when the link is lost or closed.
    ///
    /// Holds the newest 1,024 at most, so treat them as a reason to look, not as the news itself.
    public let notifications: AsyncStream<Notification>

    private let configuration: PostgresConfiguration
    private let link: Link

    init(opening configuration: PostgresConfiguration) async throws(PostgresError) {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Notification.self,
            bufferingPolicy: .bufferingNewest(1_024)
        )
        notifications = stream
        self.configuration = configuration
        link = Link(configuration, name: "postgres-pin", reconnects: false, notifications: continuation)
        try await link.open(by: Deadline(after: configuration.deadline))
    }

    /// Whether the link was up a moment ago; a silent peer is noticed by keep-alives, after some 25 s.
    public var isAlive: Bool { link.isConnected }

    /// Runs one statement.
    ///
    /// Concurrent calls are pipelined.
    public func rows(
        _ sql: String,
        _ parameters: any PostgresValue...,
        deadline: Duration? = nil
    ) async throws(PostgresError) -> Rows {
        let deadline = Deadline(after: deadline ?? configuration.deadline)
        return try await link.run(Statement(sql, parameters), by: deadline)
    }

    /// Runs one statement; returns the number of rows affected.
    @discardableResult
    public func execute(
        _ sql: String,
        _ parameters: any PostgresValue...,
        deadline: Duration? = nil
    ) async throws(PostgresError) -> Int {
        let deadline = Deadline(after: deadline ?? configuration.deadline)
        return try await link.run(Statement(sql, parameters), by: deadline).affected
    }

    /// Ends the connection; the server frees its locks.
    public func close() async {
        await link.close()
    }
}
