import Broker
import Contracts
import FoundationEssentials
import Harness
import Logging
import Postgres
import Testing
import Tickets
import Topology

@testable import SLAMonitor
@testable import WorkerKit

/// Real workers on a database and a virtual host of the test's own, under a clock that runs and can be moved ahead.
struct Stand: Sendable {
    let database: Database
    let topology: TopologyLink
    let publisher: PublisherLink
    private let urls: [String: String]

    static func make() async throws -> Stand {
        let address = try BrokerAddress(TestBroker.url, connectionName: "test")
        let topology = TopologyLink(address)
        try await topology.apply(.standard)
        let publisher = PublisherLink(address)
        await publisher.start()
        let urls = ["AFTERSAIL_DATABASE_URL": TestDatabase.url, "AFTERSAIL_BROKER_URL": TestBroker.url]
        let database = Database(PostgresConfiguration(url: TestDatabase.url, applicationName: "test"))
        try await database.watchTickets(from: Scene.start)
        return Stand(
            database: database,
            topology: topology,
            publisher: publisher,
            urls: urls
        )
    }

    func worker() async throws -> WorkerProcess {
        var reader = SettingsReader(urls.merging(["AFTERSAIL_HTTP": "off"]) { first, _ in first })
        let platformSettings = PlatformSettings(&reader)
        let settings = SLAMonitorSettings(&reader)
        try reader.finish()
        let process = try WorkerProcess(
            Identity(worker: "sla-monitor"),
            settings: platformSettings,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) { SLAMonitor.build($0, settings) }
        try await process.start()
        return process
    }

    func workers(_ count: Int) async throws -> [WorkerProcess] {
        var workers: [WorkerProcess] = []
        for _ in 0..<count { workers.append(try await worker()) }
        return workers
    }

    /// Moves the clock to an instant; it runs on from there.
    func setClock(_ instant: Date) async throws {
        try await database.execute(
            "UPDATE clock SET virtual_anchor = $1, real_anchor = pg_catalog.now(), rate = 1",
            instant
        )
    }

    func say(_ messages: [some Message], lane: Lane = .normal) async throws {
        let outgoing = try messages.map { message in
            var properties = Properties()
            properties.messageID = UUID.version7(at: Date()).uuidString.lowercased()
            properties.type = type(of: message).name
            properties.persistent = true
            return OutgoingMessage(
                exchange: Topology.eventExchange,
                routingKey: "\(lane.rawValue).\(type(of: message).name)",
                properties: properties,
                body: try WireJSON.encode(message)
            )
        }
        let outcomes = await publisher.publish(outgoing)
        #expect(outcomes.allSatisfy { $0 == .confirmed })
    }

    func number(_ sql: String) async throws -> Int {
        guard let row = try await database.rows(sql).first else { return 0 }
        return try row("n")
    }

    /// Ids of the messages in a queue: one that was published again, as after a clock that jumped, is still one.
    func messages(in queue: String) async throws -> Set<String> {
        let link = ConsumerLink(
            try BrokerAddress(TestBroker.url, connectionName: "reader"),
            subscriptions: [Subscription(queue: queue, prefetch: 1_000)]
        )
        await link.start()
        var (ids, left): (Set<String>, Int) = ([], try await ready(queue))
        while left > 0 {
            let batch = try await link.nextBatch(maxCount: left, maxBytes: 8 << 20, linger: .zero)
            ids.formUnion(batch.compactMap(\.properties.messageID))
            await link.settle(batch.map { ($0.tag, .ack) })
            left -= batch.count
        }
        await link.close()
        return ids
    }

    func ready(_ queue: String) async throws -> Int {
        try await topology.inspect(queue: queue)?.ready ?? 0
    }
}

/// Waits until `condition` holds, at most `limit`, and says what was awaited when it does not.
func eventually(
    _ what: String,
    within limit: Duration = .seconds(30),
    _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while ContinuousClock.now < deadline {
        if try await condition() { return }
        await Pause.jittered(.milliseconds(20))
    }
    Issue.record("waited \(limit) for: \(what)")
}

extension TicketClassifiedV1 {
    static func sample(_ number: Int) -> TicketClassifiedV1 {
        TicketClassifiedV1(
            ticketID: .numbered(number),
            category: "other",
            confidence: 1,
            language: "en",
            priority: 1,
            lane: .urgent,
            rulesVersion: "1"
        )
    }
}
