import Broker
import Contracts
import FoundationEssentials
import Logging
import Mutants
import Postgres
import Topology

/// Publishes what turns said, from memory right after their commit, and remembers what the broker confirmed.
///
/// A row leaves the table only after its confirm; what is lost with the process is found there by a sweeper.
actor Outbox {
    /// Rows in memory above which the next turn waits, and what was held back goes out.
    static let room = 5_000
    /// Longest time that rows are held back.
    private static let patience = Duration.seconds(1)

    private nonisolated let table: String
    private let epoch: ProcessEpoch
    private let publisher: PublisherLink
    private let metrics: WorkerMetrics
    private let log: Logger

    /// Wait for the turns that follow theirs.
    private var held: [OutboxRow] = []
    private var pending: [OutboxRow] = []
    private var confirmed: [UUID] = []
    private var inFlight: [OutboxRow] = []
    private var isPublishing = false
    private var waiters: [CheckedContinuation<Void, Never>] = []

    init(table: String, epoch: ProcessEpoch, publisher: PublisherLink, metrics: WorkerMetrics, log: Logger) {
        self.table = table
        self.epoch = epoch
        self.publisher = publisher
        self.metrics = metrics
        self.log = log
    }

    var isEmpty: Bool { held.isEmpty && pending.isEmpty && inFlight.isEmpty }

    /// Adds rows to the transaction's last flight.
    nonisolated func enqueueInsertion(of rows: [OutboxRow], at now: Date, in transaction: Transaction) {
        guard !rows.isEmpty else { return }
        let count = rows.count
        transaction.enqueue(
            """
            INSERT INTO \(table) (id, epoch, exchange, routing_key, headers, body, created_at)
            SELECT n.*, $7
            FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::jsonb[], $6::bytea[]) AS n
            """,
            rows.map(\.id),
            [Int32](repeating: epoch.current, count: count),
            rows.map(\.exchange),
            rows.map(\.routingKey),
            rows.map { JSONText.object($0.headers) },
            rows.map { Bytes($0.body) },
            now
        )
    }

    /// Deletes rows that the broker has confirmed, on the back of another transaction.
    nonisolated func enqueueDeletion(of ids: [UUID], in transaction: Transaction) {
        guard !ids.isEmpty else { return }
        transaction.enqueue("DELETE FROM \(table) WHERE id = ANY($1)", ids)
    }

    func takeConfirmed() -> [UUID] {
        let taken = confirmed
        confirmed = []
        return taken
    }

    /// Gives confirmed ids back after the transaction that was to delete them failed.
    func restore(_ ids: [UUID]) {
        confirmed += ids
    }

    /// Publishes committed rows when their turn wants it; returns at once unless too many are under way.
    func take(_ rows: [OutboxRow], _ publication: Publication) async {
        switch publication {
        case .atOnce: await submit(rows)
        case .held: await hold(rows)
        case .atOnceWithHeld:
            held += rows
            await release()
        }
    }

    /// Publishes what was held back.
    func release() async {
        let rows = held
        held = []
        await submit(rows)
    }

    /// What is lost with the process lies in the table, as everything does that is not confirmed.
    private func hold(_ rows: [OutboxRow]) async {
        if held.isEmpty, !rows.isEmpty {
            Task {
                try? await Task.sleep(for: Self.patience)
                await release()
            }
        }
        held += rows
        if held.count >= Self.room { await release() }
    }

    /// Publishes committed rows; returns at once unless too many are under way.
    func submit(_ rows: [OutboxRow]) async {
        guard !rows.isEmpty else { return }
        pending += rows
        if Mutant.outboxRowDeletedBeforeConfirm.isOn { confirmed += rows.map(\.id) }
        if !isPublishing { startPublishing() }
        while pending.count > Self.room {
            await withCheckedContinuation { waiters.append($0) }
        }
    }

    /// Takes up rows of this process that the table holds and memory does not: what an unknown commit did commit.
    ///
    /// Younger rows are left alone: their turn may be about to submit them.
    func audit(olderThan age: Duration, database: Database) async throws {
        let rows = try await database.rows(
            """
            SELECT id, exchange, routing_key, headers, body
            FROM \(table)
            WHERE epoch = $1
              AND created_at <= aftersail.now() - make_interval(secs => $2 * (SELECT rate FROM aftersail.clock))
            ORDER BY id
            LIMIT 1000
            """,
            epoch.current,
            Double(age.milliseconds) / 1_000
        )
        let known = Set((held + pending + inFlight).map(\.id)).union(confirmed)
        await submit(try rows.map(OutboxRow.init(row:)).filter { !known.contains($0.id) })
    }

    private func startPublishing() {
        isPublishing = true
        Task { await publishAll() }
    }

    private func publishAll() async {
        var failures = 0
        while !pending.isEmpty {
            let batch = Array(pending.prefix(500))
            pending.removeFirst(batch.count)
            inFlight = batch
            let outcomes = await publisher.publish(batch.map(\.outgoing))
            let failed = settle(batch, outcomes)
            inFlight = []
            if pending.count <= Self.room { releaseWaiters() }
            failures = failed ? min(failures + 1, 6) : 0
            if failures > 0 { await Pause.jittered(.milliseconds(20 << failures)) }
        }
        isPublishing = false
        releaseWaiters()
    }

    /// Files every outcome; true when something must be tried again.
    private func settle(_ batch: [OutboxRow], _ outcomes: [PublishOutcome]) -> Bool {
        var again: [OutboxRow] = []
        for (row, outcome) in zip(batch, outcomes) {
            switch outcome {
            case .confirmed:
                confirmed.append(row.id)
            case .nacked, .unknown:
                again.append(row)
            case .returned(_, let reason):
                log.error(
                    "no queue takes this message: run `aftersail topology apply`",
                    [.message: "\(row.headers.type)", .reason: "\(reason)"]
                )
                again.append(row.asDeadLetter)
            }
        }
        metrics.published(batch.count - again.count, again: again.count)
        pending.insert(contentsOf: again, at: 0)
        return !again.isEmpty
    }

    private func releaseWaiters() {
        for waiter in waiters { waiter.resume() }
        waiters = []
    }
}

extension OutboxRow {
    init(row: Row) throws {
        let headers: JSONText = try row("headers")
        let body: Bytes = try row("body")
        self.init(
            id: try row("id"),
            exchange: try row("exchange"),
            routingKey: try row("routing_key"),
            headers: try WireJSON.decode(OutboxHeaders.self, from: Array(headers.text.utf8)),
            body: body.bytes
        )
    }

    /// The same message on its way to the queue of the dead, where an operator finds it.
    var asDeadLetter: OutboxRow {
        var headers = headers
        headers.originalExchange = headers.originalExchange ?? exchange
        headers.originalRoutingKey = headers.originalRoutingKey ?? routingKey
        // What made the broker refuse it may be in here, and nobody needs it any more.
        headers.replyTo = nil
        headers.correlationID = nil
        headers.causes = headers.causes.map { Array($0.suffix(5)) }
        if let id = headers.messageID, id.utf8.count > 255 { headers.messageID = nil }
        if headers.type.utf8.count > 255 { headers.type = String(headers.type.prefix(60)) }
        return OutboxRow(id: id, exchange: "", routingKey: Topology.deadQueue, headers: headers, body: body)
    }
}
