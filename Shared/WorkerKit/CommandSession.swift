import Broker
import FoundationEssentials
public import Logging
public import Postgres
import Synchronization

/// A command line's way to change something: turns like a worker's, then one departure of what they said.
///
/// Links open when they are first needed. A session that dies leaves its rows in the outbox, where the sla-monitor
/// finds them.
public final class CommandSession: Sendable {
    /// What became of the messages that a session said.
    public struct Departure: Sendable, Equatable {
        /// Taken over by the broker.
        public let confirmed: Int
        /// Still in the outbox: the sla-monitor publishes them once the broker is back.
        public let left: Int
    }

    /// Who the command acts as: `desk` or `operator`.
    public let identity: Identity
    /// The database, as that role.
    public let database: Database

    private let epoch = ProcessEpoch()
    private let publisher: PublisherLink?
    private let outbox: Outbox?
    private let said = Mutex<[OutboxRow]>([])

    /// Prepares a session; nothing is opened yet.
    ///
    /// Without a broker address it can read, and write what is not said to anybody.
    ///
    /// - Throws: `BrokerError` for a malformed broker address; a retry does not help.
    public init(_ identity: Identity, settings: PlatformSettings, log: Logger) throws {
        self.identity = identity
        database = settings.database(identity, links: 1)
        guard !settings.brokerURL.isEmpty else {
            (publisher, outbox) = (nil, nil)
            return
        }
        let publisher = PublisherLink(try settings.brokerAddress("\(identity.worker) commands"))
        self.publisher = publisher
        outbox = Outbox(
            table: identity.outboxTable,
            epoch: epoch,
            publisher: publisher,
            metrics: WorkerMetrics(Metrics()),
            log: log
        )
    }

    /// Runs one transaction; what it emits is published by `finish`.
    ///
    /// - Throws: what `work` throws, or a `PostgresError`; nothing has happened then, except after `.commitUnknown`.
    public func turn<T: Sendable>(_ work: @Sendable (Turn) async throws -> T) async throws -> T {
        try await epoch.claim(identity, database: database)
        await publisher?.start()
        let (result, effects) = try await database.transaction { transaction in
            let turn = Turn(transaction: transaction, at: try await transaction.clockReading())
            let result = try await work(turn)
            return (result, try commit(turn))
        }
        said.withLock { $0 += effects.outbox }
        for action in effects.afterCommit { action() }
        return result
    }

    /// Publishes what was said, deletes what the broker confirmed, and closes everything.
    ///
    /// The broker has `limit` to answer, default 5 s. What a broken connection leaves open is sent again, under the same
    /// message id.
    public func finish(within limit: Duration = .seconds(5)) async -> Departure {
        let rows = said.withLock { rows in
            defer { rows = [] }
            return rows
        }
        let confirmed = await published(rows, within: limit)
        if let outbox, !confirmed.isEmpty {
            // A row that cannot be deleted now is published again by a sweeper, under the same message id.
            try? await database.transaction { outbox.enqueueDeletion(of: confirmed, in: $0) }
        }
        await publisher?.close()
        await epoch.release()
        await database.close()
        return Departure(confirmed: confirmed.count, left: rows.count - confirmed.count)
    }

    /// Tries to publish rows; returns the ids of those that the broker took.
    private func published(_ rows: [OutboxRow], within limit: Duration) async -> [UUID] {
        guard let publisher else { return [] }
        let end = ContinuousClock.now + limit
        var confirmed: [UUID] = []
        var open = rows
        for _ in 0..<Self.tries where !open.isEmpty && ContinuousClock.now < end {
            let taken = await publisher.publish(open, deadline: ContinuousClock.now.duration(to: end))
            confirmed += taken
            let known = Set(taken)
            open.removeAll { known.contains($0.id) }
        }
        return confirmed
    }

    /// A connection that breaks once or twice while the broker is busy is not worth telling a person of.
    private static let tries = 4

    private func commit(_ turn: Turn) throws -> Turn.Effects {
        let effects = turn.takeEffects()
        turn.enqueueLedger(effects.ledger)
        guard !effects.outbox.isEmpty else { return effects }
        guard let outbox else { throw BrokerMissing() }
        outbox.enqueueInsertion(of: effects.outbox, at: turn.now, in: turn.transaction)
        return effects
    }
}

/// A command that says something needs to know the broker.
struct BrokerMissing: ExplainedFailure {
    let explanation = "AFTERSAIL_BROKER_URL must be set: this command sends messages"
}
