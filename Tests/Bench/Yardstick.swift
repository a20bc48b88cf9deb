import Broker
import Digest
import FoundationEssentials
import Glibc
import Harness
import Postgres
import Proving

/// What this machine takes now for three pieces of work that never change, measured before anything else.
///
/// Runs of other hours or machines are compared by them: a slow hour makes these figures worse, too.
struct Yardstick: Codable, Sendable {
    private static let messages = 20_000
    private static let rows = 50_000
    private static let batch = 200

    /// CPU microseconds of RabbitMQ for a message of 1 KiB through a quorum queue, with confirm and acknowledgement.
    var brokerMicroseconds = 0.0
    /// CPU microseconds of PostgreSQL for a row of id and 200 bytes, in transactions of 200 rows.
    var databaseMicroseconds = 0.0
    /// Megabytes (10^6) that one core hashes in a second of its time, with SHA-256.
    var hashMegabytes = 0.0

    enum CodingKeys: String, CodingKey {
        case brokerMicroseconds = "broker_us_per_message"
        case databaseMicroseconds = "database_us_per_row"
        case hashMegabytes = "sha256_mb_s"
    }

    /// One line for a person.
    var text: String {
        """
        yardstick: RabbitMQ \(brokerMicroseconds.brief) µs CPU a message, PostgreSQL \(databaseMicroseconds.brief) µs \
        CPU a row, SHA-256 \(hashMegabytes.brief) MB/s
        """
    }

    /// Measures all three; takes some seconds.
    static func measure(_ system: BenchSystem) async throws -> Yardstick {
        Yardstick(
            brokerMicroseconds: try await brokerWork(system),
            databaseMicroseconds: try await databaseWork(system),
            hashMegabytes: hashWork()
        )
    }

    private static func brokerWork(_ system: BenchSystem) async throws -> Double {
        let queue = "bench.yardstick"
        let topology = system.pipeline.topology
        try await topology.declareQueue(queue, arguments: ["x-queue-type": .string("quorum")])
        let consumer = ConsumerLink(
            try BrokerAddress(system.pipeline.brokerURL, connectionName: "yardstick"),
            subscriptions: [Subscription(queue: queue, prefetch: UInt16(2 * batch))]
        )
        await consumer.start()
        let process = try system.broker.processIdentifier
        let before = ProcessUse.family(of: process)
        async let taken = take(messages, from: consumer)
        await give(messages, to: queue, by: system.pipeline.publisher)
        try await taken
        let after = ProcessUse.family(of: process)
        await consumer.close()
        try await topology.delete(queue: queue)
        return (after.cpuSeconds - before.cpuSeconds) * 1e6 / Double(messages)
    }

    private static func give(_ count: Int, to queue: String, by publisher: PublisherLink) async {
        let body = [UInt8](repeating: 120, count: 1_024)
        let message = OutgoingMessage(exchange: "", routingKey: queue, body: body)
        for _ in 0..<count / batch {
            var left = Array(repeating: message, count: batch)
            while !left.isEmpty {
                let outcomes = await publisher.publish(left, deadline: .seconds(30))
                left = zip(left, outcomes).filter { $0.1 != .confirmed }.map(\.0)
            }
        }
    }

    private static func take(_ count: Int, from consumer: ConsumerLink) async throws {
        var left = count
        while left > 0 {
            let deliveries = try await consumer.nextBatch(maxCount: batch, maxBytes: 1 << 20, linger: .milliseconds(5))
            await consumer.settle(deliveries.map { ($0.tag, .ack) })
            left -= deliveries.count
        }
    }

    private static func databaseWork(_ system: BenchSystem) async throws -> Double {
        let database = system.pipeline.database
        try await database.script(
            """
            CREATE SCHEMA IF NOT EXISTS bench;
            CREATE TABLE bench.yardstick (id uuid PRIMARY KEY, content text NOT NULL)
            """
        )
        let process = try system.postgres.processIdentifier()
        let content = String(repeating: "x", count: 200)
        let before = ProcessUse.family(of: process)
        for _ in 0..<rows / batch {
            try await database.execute(
                "INSERT INTO bench.yardstick SELECT * FROM unnest($1::uuid[], $2::text[])",
                (0..<batch).map { _ in UUID() },
                Array(repeating: content, count: batch)
            )
        }
        let after = ProcessUse.family(of: process)
        try await database.execute("DROP TABLE bench.yardstick")
        return (after.cpuSeconds - before.cpuSeconds) * 1e6 / Double(rows)
    }

    /// One second of this thread's own time, so that neighbours count only by what they slow down.
    private static func hashWork() -> Double {
        let piece = [UInt8](repeating: 7, count: 1 << 20)
        var digest = SHA256Digest()
        var bytes = 0
        let start = threadSeconds()
        var spent = 0.0
        repeat {
            digest.update(piece)
            bytes += piece.count
            spent = threadSeconds() - start
        } while spent < 1
        _ = digest.finish()
        return Double(bytes) / spent / 1e6
    }

    /// Seconds of this thread's own time that some work takes.
    static func threadSeconds(_ work: () -> Void) -> Double {
        let start = threadSeconds()
        work()
        return threadSeconds() - start
    }

    private static func threadSeconds() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
