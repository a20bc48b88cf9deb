import Broker
import Logging
import Postgres

/// The loop of a worker: take what has arrived, settle it, go on; pause while the database is away.
struct Consumption: Sendable {
    /// Most messages in one transaction.
    let batchLimit: Int
    /// Most bytes in one transaction.
    let batchBytes: Int
    /// Time that deliveries are held through an outage before they go back to the broker.
    static let holdThroughOutage = Duration.seconds(5)

    let consumer: ConsumerLink
    let database: Database
    let isolation: Isolation
    let metrics: WorkerMetrics
    let log: Logger

    /// Runs until the link is drained or the task cancelled.
    func run() async {
        while !Task.isCancelled {
            do {
                let batch = try await consumer.nextBatch(
                    maxCount: batchLimit,
                    maxBytes: batchBytes,
                    linger: .milliseconds(2)
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
        let start = ContinuousClock.now
        while true {
            do {
                return try await isolation.settle(open)
            } catch let outage as Outage {
                open = outage.open
                if start.duration(to: .now) > Self.holdThroughOutage { return await giveBack(open, outage.reason) }
                await Pause.jittered(.milliseconds(100))
            } catch {
                return await giveBack(open, Cause.text(of: error))
            }
        }
    }

    /// Gives the deliveries back and stops consuming until the database answers again.
    private func giveBack(_ parcels: [Parcel], _ reason: String) async {
        log.error("consuming is paused: the database does not answer", [.reason: "\(reason)"])
        metrics.paused(true)
        await consumer.settle(parcels.map { ($0.delivery.tag, .requeue) })
        await consumer.suspend()
        while !Task.isCancelled {
            if (try? await database.execute("SELECT 1")) != nil { break }
            await Pause.jittered(.milliseconds(500))
        }
        await consumer.resume()
        metrics.paused(false)
        log.notice("consuming again")
    }
}
