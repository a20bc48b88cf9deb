public import Broker
public import Contracts
public import FoundationEssentials
import Harness
import Logging
public import Postgres
import Testing
import Topology
public import WorkerKit

/// Workers in the test's own process, on a database and a virtual host of the test's own.
///
/// Needs the traits `.freshDatabase` and `.freshBroker`.
public struct Rig: Sendable {
    /// The database, as its owner.
    public let database: Database
    /// How workers reach the database.
    public let databaseURL: String
    /// How workers reach the broker.
    public let brokerURL: String
    /// Looks into queues.
    public let topology: TopologyLink
    /// Speaks for workers that do not run.
    public let publisher: PublisherLink

    /// Makes the standard topology and connects.
    public static func make() async throws -> Rig {
        let address = try BrokerAddress(TestBroker.url, connectionName: "test")
        let topology = TopologyLink(address)
        try await topology.apply(.standard)
        let publisher = PublisherLink(address)
        await publisher.start()
        return Rig(
            database: Database(PostgresConfiguration(url: TestDatabase.url, applicationName: "test")),
            databaseURL: TestDatabase.url,
            brokerURL: TestBroker.url,
            topology: topology,
            publisher: publisher
        )
    }

    /// A worker that runs until it is stopped; its log is dropped.
    ///
    /// - Parameters:
    ///   - name: who it is; its role and its outbox follow from it.
    ///   - variables: settings beyond the addresses.
    ///   - build: what the service registers.
    /// - Returns: the worker, ready.
    /// - Throws: what `build` throws, wrong settings, a queue that differs from its description.
    public func worker(
        _ name: String,
        _ variables: [String: String] = [:],
        build: (Platform, inout SettingsReader) throws -> Void
    ) async throws -> WorkerProcess {
        let environment = [
            "AFTERSAIL_DATABASE_URL": databaseURL, "AFTERSAIL_BROKER_URL": brokerURL, "AFTERSAIL_HTTP": "off",
        ].merging(variables) { _, new in new }
        var reader = SettingsReader(environment)
        let settings = PlatformSettings(&reader)
        let process = try WorkerProcess(
            Identity(worker: name),
            settings: settings,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) { platform in
            try build(platform, &reader)
            try reader.finish()
        }
        try await process.start()
        return process
    }

    /// Publishes messages to everybody who listens, as the worker that says them would.
    public func say(_ messages: [some Message], ids: [UUID]? = nil) async throws {
        let outgoing = try messages.enumerated().map { index, message in
            var properties = Properties()
            properties.messageID = (ids?[index] ?? .version7(at: Date())).uuidString.lowercased()
            properties.type = type(of: message).name
            properties.persistent = true
            return OutgoingMessage(
                exchange: Topology.eventExchange,
                routingKey: "normal.\(type(of: message).name)",
                properties: properties,
                body: try WireJSON.encode(message)
            )
        }
        let outcomes = await publisher.publish(outgoing)
        #expect(outcomes.allSatisfy { $0 == .confirmed })
    }

    /// Takes everything that lies in a queue.
    public func take(from queue: String) async throws -> [Delivery] {
        var taken: [Delivery] = []
        while let delivery = try await topology.get(queue: queue) { taken.append(delivery) }
        return taken
    }

    /// One whole number, named `n`, from the database.
    public func number(_ sql: String) async throws -> Int {
        guard let row = try await database.rows(sql).first else { return 0 }
        return try row("n")
    }

    /// Messages ready in a queue.
    public func ready(_ queue: String) async throws -> Int {
        try await topology.inspect(queue: queue)?.ready ?? 0
    }

    /// Moves the product's clock forward.
    public func advanceClock(by seconds: Double) async throws {
        try await database.execute(
            "UPDATE aftersail.clock SET virtual_anchor = virtual_anchor + make_interval(secs => $1)",
            seconds
        )
    }
}
