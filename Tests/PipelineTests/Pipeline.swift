import Broker
import FoundationEssentials
import Glibc
import Harness
import Postgres
import Synchronization
import Topology
import WorkerKit

/// The whole product as an operator runs it: built executables, a broker, a database, a mail server.
final class Pipeline: Sendable {
    static let workers = ["intake", "classifier", "dispatcher", "sla-monitor", "notifier", "survey"]

    let folder: String
    let databaseURL: String
    let brokerURL: String
    let sink: SMTPSink
    let database: Database
    let topology: TopologyLink
    let publisher: PublisherLink
    private let variables: [String: String]
    private let processes = Mutex<[String: ChildProcess]>([:])

    /// Migrates nothing (the harness did), makes the topology, loads the setup, starts no worker.
    static func prepare(
        databaseURL: String,
        brokerURL: String,
        setup: String,
        variables: [String: String] = [:]
    ) async throws -> Pipeline {
        let topology = TopologyLink(try BrokerAddress(brokerURL, connectionName: "test"))
        try await topology.apply(.standard)
        let pipeline = try await Pipeline(databaseURL, brokerURL, topology, variables)
        let loaded = try pipeline.command(["setup", "load", setup])
        guard loaded.status == 0 else { throw CommandFailed(output: loaded.output) }
        return pipeline
    }

    private init(
        _ databaseURL: String,
        _ brokerURL: String,
        _ topology: TopologyLink,
        _ variables: [String: String]
    ) async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "aftersail-pipeline-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        self.databaseURL = databaseURL
        self.brokerURL = brokerURL
        self.topology = topology
        sink = try await SMTPSink.start(raw: true)
        database = Database(PostgresConfiguration(url: databaseURL, applicationName: "test"))
        publisher = PublisherLink(try BrokerAddress(brokerURL, connectionName: "test"))
        await publisher.start()
        self.variables = [
            "PATH": "/usr/bin:/bin", "AFTERSAIL_DATABASE_URL": databaseURL, "AFTERSAIL_BROKER_URL": brokerURL,
            "AFTERSAIL_SMTP_URL": sink.url, "AFTERSAIL_LOG_FORMAT": "json", "AFTERSAIL_LOG_LEVEL": "notice",
        ].merging(variables) { _, new in new }
    }

    /// Starts every worker, `replicas` of each.
    func start(replicas: Int = 1, only names: [String] = workers) async throws {
        for name in names {
            for replica in 1...replicas { try spawn(name, replica) }
        }
        for name in names {
            for replica in 1...replicas { try await untilReady(name, replica) }
        }
    }

    /// Starts one worker; a former process of that name is ended first.
    func spawn(_ name: String, _ replica: Int = 1) throws {
        let key = "\(name).\(replica)"
        let run = "\(folder)/\(key).run"
        try? FileManager.default.removeItem(atPath: run)
        let child = try ChildProcess(
            [BuiltProduct.path(name)],
            environment: variables.merging(["AFTERSAIL_RUN_FILE": run]) { _, new in new },
            log: "\(folder)/\(key).log"
        )
        processes.withLock { $0[key] = child }
    }

    /// Ends one worker as a power cut would.
    func kill(_ name: String, _ replica: Int = 1) {
        processes.withLock { $0["\(name).\(replica)"] }?.kill()
    }

    /// Whether a worker still runs.
    func isRunning(_ name: String, _ replica: Int = 1) -> Bool {
        processes.withLock { $0["\(name).\(replica)"] }?.isRunning ?? false
    }

    /// Asks every worker to end and waits for it; the exit statuses by name.
    func stop() async throws -> [String: Int32] {
        let all = processes.withLock { $0 }
        for child in all.values { child.signal(SIGTERM) }
        try await eventually("every worker ends", within: .seconds(20)) { all.values.allSatisfy { !$0.isRunning } }
        return all.compactMapValues(\.exitStatus)
    }

    /// Runs the operator's command line.
    func command(_ arguments: [String], input: String? = nil) throws -> (status: Int32, output: String) {
        try CommandLineRun.run([BuiltProduct.path("aftersail")] + arguments, variables: variables, input: input)
    }

    /// Posts requests as an adapter that repeats what the broker has not confirmed.
    func post(_ requests: [[UInt8]]) async throws {
        var left = requests
        let deadline = ContinuousClock.now + .seconds(120)
        while !left.isEmpty, ContinuousClock.now < deadline {
            let outcomes = await publisher.publish(
                left.map { body in
                    var properties = Properties()
                    properties.persistent = true
                    return OutgoingMessage(
                        exchange: "",
                        routingKey: Topology.intakeQueue,
                        properties: properties,
                        body: body
                    )
                },
                deadline: .seconds(20)
            )
            left = zip(left, outcomes).filter { $0.1 != .confirmed }.map(\.0)
        }
        guard left.isEmpty else { throw CommandFailed(output: "\(left.count) requests were never confirmed") }
    }

    /// One whole number from the database; `nil` while it is away.
    func number(_ sql: String) async -> Int? {
        guard let rows = try? await database.rows(sql), let row = rows.first else { return nil }
        return try? row("n") as Int
    }

    /// Messages ready in any queue of the topology.
    func readyMessages() async throws -> [String: Int] {
        var depths: [String: Int] = [:]
        for queue in Topology.standard.queues {
            if let depth = try await topology.inspect(queue: queue.name), depth.ready > 0 {
                depths[queue.name] = depth.ready
            }
        }
        return depths
    }

    /// The last lines of every worker's log, for a failing test.
    func logs() -> String {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".log") }.sorted().map { name in
            let text = (try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)) ?? ""
            return "--- \(name)\n" + text.split(separator: "\n").suffix(8).joined(separator: "\n")
        }.joined(separator: "\n")
    }

    private func untilReady(_ name: String, _ replica: Int) async throws {
        try await eventually("\(name) is ready", within: .seconds(60)) { [folder] in
            let log = (try? String(contentsOfFile: "\(folder)/\(name).\(replica).log", encoding: .utf8)) ?? ""
            guard self.isRunning(name, replica) else { throw CommandFailed(output: "\(name) ended: \(log)") }
            return log.contains("\"message\":\"ready\"")
        }
    }
}

/// A command did not do what a test needs.
struct CommandFailed: Error, CustomStringConvertible {
    let output: String
    var description: String { output }
}
