import Broker
import Contracts
import FoundationEssentials
import Harness
import Logging
import Postgres
import Testing
import Tickets
import Topology

@testable import WorkerKit

/// A classifier's shell around any handler, on a database and a virtual host of the test's own.
struct Rig: Sendable {
    let database: Database
    let databaseURL: String
    let brokerURL: String
    let topology: TopologyLink
    let publisher: PublisherLink

    /// - Parameter databaseURL: how workers reach the database, when not straight.
    static func make() async throws -> Rig {
        let address = try BrokerAddress(TestBroker.url, connectionName: "test")
        let topology = TopologyLink(address)
        try await topology.apply(.standard)
        let publisher = PublisherLink(address)
        await publisher.start()
        return Rig(
            database: Database(PostgresConfiguration(url: TestDatabase.url, applicationName: "test")),
            databaseURL: TestDatabase.url, brokerURL: TestBroker.url, topology: topology, publisher: publisher)
    }

    /// A worker that runs until `stop`; its log is dropped.
    func worker(
        _ variables: [String: String] = [:], build: (Platform) throws -> Void
    ) async throws -> WorkerProcess {
        let environment = [
            "AFTERSAIL_DATABASE_URL": databaseURL, "AFTERSAIL_BROKER_URL": brokerURL, "AFTERSAIL_HTTP": "off",
        ].merging(variables) { _, new in new }
        var reader = SettingsReader(environment)
        let settings = PlatformSettings(&reader)
        try reader.finish()
        let process = try WorkerProcess(
            Identity(worker: "classifier"), settings: settings,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, build: build)
        try await process.start()
        return process
    }

    /// Publishes messages to everybody who listens, as intake would.
    func say(_ messages: [some Message], ids: [UUID]? = nil) async throws {
        let outgoing = try messages.enumerated().map { index, message in
            var properties = Properties()
            properties.messageID = (ids?[index] ?? .version7(at: Date())).uuidString.lowercased()
            properties.type = type(of: message).name
            properties.persistent = true
            return OutgoingMessage(
                exchange: Topology.eventExchange, routingKey: "normal.\(type(of: message).name)",
                properties: properties, body: try WireJSON.encode(message))
        }
        let outcomes = await publisher.publish(outgoing)
        #expect(outcomes.allSatisfy { $0 == .confirmed })
    }

    /// One whole number from the database.
    func number(_ sql: String) async throws -> Int {
        guard let row = try await database.rows(sql).first else { return 0 }
        return try row("n")
    }

    /// Messages ready in a queue.
    func ready(_ queue: String) async throws -> Int {
        try await topology.inspect(queue: queue)?.ready ?? 0
    }
}

/// Waits until `condition` holds, at most `limit`, and says what was awaited when it does not.
func eventually(
    _ what: String, within limit: Duration = .seconds(20), _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while ContinuousClock.now < deadline {
        if try await condition() { return }
        await Pause.jittered(.milliseconds(20))
    }
    Issue.record("waited \(limit) for: \(what)")
}

extension TicketOpenedV1 {
    /// An opening with a fixed instant and a ticket id made from `number`.
    static func sample(_ number: Int) -> TicketOpenedV1 {
        TicketOpenedV1(
            ticketID: .numbered(number), messageID: .numbered(number + 1_000_000),
            customerID: .numbered(number + 2_000_000),
            clockStart: Date(timeIntervalSince1970: 1_790_000_000), machine: false)
    }
}

extension UUID {
    /// A fixed version 7 id.
    static func numbered(_ number: Int) -> UUID {
        var generator = Counter(state: UInt64(number))
        return .version7(at: Date(timeIntervalSince1970: 1_790_000_000), using: &generator)
    }
}

/// Counts instead of guessing.
struct Counter: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
