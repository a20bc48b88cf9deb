import Harness
import Postgres
import Rig
import Synchronization
import Testing
import Topology

@testable import WorkerKit

@Suite("Gauges", .freshDatabase, .freshBroker, .timeLimit(.minutes(2)))
struct GaugeTests {
    @Test("the oldest row of the outbox ages")
    func outbox() async throws {
        let rig = try await Rig.make()
        let (metrics, gauges) = (Metrics(), WatchedGauges.oldest(in: ["outbox_desk", "outbox_operator"]))
        metrics.declare("aftersail_outbox_oldest_seconds", .gauge, "Age.")

        try await gauges.read(from: rig.database, into: metrics)
        #expect(metrics.rendered().hasSuffix("\naftersail_outbox_oldest_seconds 0\n"))

        try await rig.database.execute(
            """
            INSERT INTO outbox_operator (id, epoch, exchange, routing_key, headers, body, created_at)
            VALUES (gen_random_uuid(), 0, '', '', '{}', '', aftersail.now() - interval '2 hours')
            """
        )
        try await gauges.read(from: rig.database, into: metrics)
        #expect(metrics.rendered().contains("\naftersail_outbox_oldest_seconds 720"))
    }

    @Test("what a service watches is shown")
    func watched() async throws {
        let rig = try await Rig.make()
        let gauges = WatchedGauges([WatchedGauges.Gauge("aftersail_test_answer", "Known.", "NULL::int")])
        let shown = Mutex(Metrics?.none)
        let worker = try await rig.worker("classifier") { platform, _ in
            platform.listen(to: .classifier)
            platform.watch(gauges)
            shown.withLock { $0 = platform.metrics }
        }
        let metrics = try #require(shown.withLock { $0 })

        try await eventually("the first reading") { metrics.rendered().contains("\naftersail_test_answer 0\n") }

        try await eventually("readiness") {
            HealthServer.figures(metrics, worker.obstacles).contains("\naftersail_ready 1\n")
        }
        await worker.stop()
        #expect(HealthServer.figures(metrics, worker.obstacles).contains("\naftersail_ready 0\n"))
    }
}
