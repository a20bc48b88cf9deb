import Broker
import Logging
import Postgres
import Synchronization

/// The loop of a worker: take what has arrived, settle it, go on; pause while the database is away.
struct Consumption: Sendable {
    /// Most messages in one transaction.
    let batchLimit: Int
    /// Most bytes in one transaction.
    let batchBytes: Int
    /// Longest wait for a fuller batch while messages come fast.
    let linger: Duration
    /// Time that deliveries are held through an outage before they go back to the broker.
    static let holdThroughOutage = Duration.seconds(5)

    let consumer: ConsumerLink
    let database: Database
    let isolation: Isolation
    let metrics: WorkerMetrics
    let log: Logger
    let pauses = GiveBackPauses()

    /// Runs until the link is drained or the task cancelled.
    func run() async {
        while !Task.isCancelled {
            do {
                let batch = try await consumer.nextBatch(
                    maxCount: batchLimit,
                    maxBytes: batchBytes,
                    linger: linger
                )
                guard !batch.isEmpty else { continue }
                await settle(batch.map { Parcel($0) })
            } catch BrokerError.closed, BrokerError.cancelled {
                return
            } catch {
                // The link recovers by itself; its state shows in /readyz.
                await Pause.jittered(.milliseconds(200))
            }
        }
    }

    private func settle(_ batch: [Parcel]) async {
        var open = batch
        var outageBegan: ContinuousClock.Instant?
        while true {
            do {
                try await isolation.settle(open)
                return pauses.ended()
            } catch let outage as Outage {
                // Progress ends an outage: what holds us up now is another one.
                if outage.open.count < open.count { outageBegan = nil }
                open = outage.open
                let began = outageBegan ?? .now
                outageBegan = began
                if began.duration(to: .now) > Self.holdThroughOutage { return await giveBack(open, outage.reason) }
                await Pause.jittered(.milliseconds(100))
            } catch {
                return await giveBack(open, Cause.text(of: error))
            }
        }
    }

    /// Gives the deliveries back and stops consuming until the database takes writes again.
    ///
    /// Every give-back counts against the queue's delivery limit, so without progress the pauses grow.
    private func giveBack(_ parcels: [Parcel], _ reason: String) async {
        log.error("consuming is paused: the database does not do its part", [.reason: "\(reason)"])
        metrics.paused(true)
        // First no further delivery, then back with these: else they would return at once.
        await consumer.suspend()
        await consumer.settle(parcels.map { ($0.delivery.tag, .requeue) })
        await Pause.jittered(pauses.next())
        while !Task.isCancelled, consumer.state == .suspended {
            if await canWrite() { break }
            await Pause.jittered(.milliseconds(500))
        }
        await consumer.resume()
        metrics.paused(false)
        log.notice("consuming again")
    }

    /// Whether a transaction that writes commits: a full disk or a standby answers reads.
    private func canWrite() async -> Bool {
        let probe: Void? = try? await database.transaction { transaction in
            let worker = isolation.identity.worker
            transaction.enqueue(
                "INSERT INTO attempt (worker, message_id, starts, epoch) VALUES ($1, gen_random_uuid(), 0, 0)",
                worker
            )
            transaction.enqueue("DELETE FROM attempt WHERE worker = $1 AND starts = 0", worker)
        }
        return probe != nil
    }
}

/// Growing pauses between give-backs that no settled batch interrupts.
final class GiveBackPauses: Sendable {
    private static let longest = Duration.seconds(60)
    private let count = Mutex(0)

    /// Half a second, then twice as long each time, up to a minute.
    func next() -> Duration {
        let count = count.withLock { count in
            defer { count += 1 }
            return count
        }
        return min(.milliseconds(500 << min(count, 10)), Self.longest)
    }

    func ended() { count.withLock { $0 = 0 } }
}
