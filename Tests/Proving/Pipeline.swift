public import Broker
import FoundationEssentials
import Glibc
public import Harness
public import Postgres
import Synchronization
import Topology
import WorkerKit

/// The whole product as an operator runs it: built executables, a broker, a database, a mail server.
public final class Pipeline: Sendable {
    /// Names of the worker executables, in the order a message visits them.
    public static let workers = ["intake", "classifier", "dispatcher", "sla-monitor", "notifier", "survey"]

    /// Where run files and logs of the workers lie.
    public let folder: String
    /// Connection string the workers use.
    public let databaseURL: String
    /// Broker address the workers use.
    public let brokerURL: String
    /// The mail server; `nil` when the notifier only records.
    public let sink: SMTPSink?
    /// For questions about the state.
    public let database: Database
    /// For questions about queues.
    public let topology: TopologyLink
    /// The adapter's end.
    public let publisher: PublisherLink
    /// The workers are to commit the fault that this process was started with, see `Mutant`, and to sort by its model.
    private static let inherited = ProcessInfo.processInfo.environment.filter {
        ["AFTERSAIL_MUTANT", "AFTERSAIL_TRIAGE_MODEL"].contains($0.key)
    }

    /// Crowds of customers share a few domains and colleagues here: budgets of automatic mail are not what is measured.
    private static let roomy = Dictionary(
        uniqueKeysWithValues: ["STAFF_HOUR", "STAFF_DAY", "DOMAIN", "PROVIDER", "OVERALL"].map {
            ("AFTERSAIL_MAIL_BUDGET_\($0)", "100000000")
        }
    )

    private let variables: [String: String]
    private let processes = Mutex<[String: ChildProcess]>([:])

    /// Makes the topology, loads the setup, starts no worker.
    ///
    /// The database is already migrated.
    ///
    /// - Parameters:
    ///   - databaseURL: for the workers; may lead through a proxy.
    ///   - brokerURL: for the workers; may lead through a proxy.
    ///   - direct: database and broker for this process, when the workers' way may break.
    ///   - setup: folder for `aftersail setup load`.
    ///   - sendsMail: `false` for the recording provider, which needs no mail server.
    ///   - variables: settings of the workers beyond those that every run needs.
    ///   - executables: folder of another build, with its `ops`, which makes schema and topology; `nil` for this one.
    /// - Returns: a system without workers.
    /// - Throws: `CommandFailed` when topology or setup are refused.
    public static func prepare(
        databaseURL: String,
        brokerURL: String,
        direct: (databaseURL: String, brokerURL: String)? = nil,
        setup: String,
        sendsMail: Bool = true,
        variables: [String: String] = [:],
        executables: String? = nil
    ) async throws -> Pipeline {
        let direct = direct ?? (databaseURL, brokerURL)
        let topology = TopologyLink(try BrokerAddress(direct.brokerURL, connectionName: "test"))
        if executables == nil { try await topology.apply(.standard) }
        let sink = sendsMail ? try await SMTPSink.start(raw: true) : nil
        let mail = sink.map { ["AFTERSAIL_SMTP_URL": $0.url] } ?? ["AFTERSAIL_MAIL_PROVIDER": "recording"]
        let settings = mail.merging(variables) { _, new in new }
        let pipeline = try await Pipeline(databaseURL, brokerURL, direct, topology, sink, settings)
        let migrations = executables.map { ["migrate", "--dir", "\($0)/ops/migrations"] }
        let commands = [migrations, executables.map { _ in ["topology", "apply"] }, ["setup", "load", setup]]
        for command in commands.compactMap({ $0 }) {
            let done = try pipeline.command(command, executables: executables)
            guard done.status == 0 else { throw CommandFailed(output: done.output) }
        }
        return pipeline
    }

    private init(
        _ databaseURL: String,
        _ brokerURL: String,
        _ direct: (databaseURL: String, brokerURL: String),
        _ topology: TopologyLink,
        _ sink: SMTPSink?,
        _ settings: [String: String]
    ) async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "aftersail-pipeline-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        self.databaseURL = databaseURL
        self.brokerURL = brokerURL
        self.topology = topology
        self.sink = sink
        database = Database(PostgresConfiguration(url: direct.databaseURL, applicationName: "test"))
        publisher = PublisherLink(try BrokerAddress(direct.brokerURL, connectionName: "test"))
        await publisher.start()
        variables = [
            "PATH": "/usr/bin:/bin", "AFTERSAIL_DATABASE_URL": databaseURL, "AFTERSAIL_BROKER_URL": brokerURL,
            "AFTERSAIL_LOG_FORMAT": "json", "AFTERSAIL_LOG_LEVEL": "notice",
        ].merging(Self.roomy) { _, new in new }.merging(Self.inherited) { _, new in new }.merging(settings) { _, new in
            new
        }
    }

    /// Starts every worker, `replicas` of each, and waits until all are ready.
    public func start(replicas: Int = 1, only names: [String] = workers) async throws {
        for name in names {
            for replica in 1...replicas { try spawn(name, replica) }
        }
        for name in names {
            for replica in 1...replicas { try await untilReady(name, replica) }
        }
    }

    /// Starts one worker; a former process of that name is ended first.
    ///
    /// - Parameters:
    ///   - name: one of `workers`.
    ///   - replica: number, from 1.
    ///   - executables: folder of another build; `nil` for this one.
    /// - Throws: when the program cannot be started.
    public func spawn(_ name: String, _ replica: Int = 1, executables: String? = nil) throws {
        let key = "\(name).\(replica)"
        let run = "\(folder)/\(key).run"
        try? FileManager.default.removeItem(atPath: run)
        let child = try ChildProcess(
            [executables.map { "\($0)/\(name)" } ?? BuiltProduct.path(name)],
            environment: variables.merging(["AFTERSAIL_RUN_FILE": run]) { _, new in new },
            log: "\(folder)/\(key).log"
        )
        processes.withLock { $0[key] = child }
    }

    /// The process of one worker; `nil` when it was never started.
    public func process(_ name: String, _ replica: Int = 1) -> ChildProcess? {
        processes.withLock { $0["\(name).\(replica)"] }
    }

    /// Ends one worker as a power cut would.
    public func kill(_ name: String, _ replica: Int = 1) {
        process(name, replica)?.kill()
    }

    /// Whether a worker still runs.
    public func isRunning(_ name: String, _ replica: Int = 1) -> Bool {
        process(name, replica)?.isRunning ?? false
    }

    /// Asks every worker to end and waits for it; the exit statuses by name.
    public func stop() async throws -> [String: Int32] {
        let all = processes.withLock { $0 }
        for child in all.values { child.signal(SIGTERM) }
        try await eventually("every worker ends", within: .seconds(20)) { all.values.allSatisfy { !$0.isRunning } }
        return all.compactMapValues(\.exitStatus)
    }

    /// Waits until a worker has said that it is ready.
    public func untilReady(_ name: String, _ replica: Int = 1) async throws {
        let log = "\(folder)/\(name).\(replica).log"
        try await eventually("\(name) is ready", within: .seconds(60)) {
            let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
            guard self.isRunning(name, replica) else { throw CommandFailed(output: "\(name) ended: \(text)") }
            return text.contains("\"message\":\"ready\"")
        }
    }

    /// Runs the operator's command line, of another build if `executables` names its folder.
    public func command(
        _ arguments: [String],
        input: String? = nil,
        executables: String? = nil
    ) throws -> (status: Int32, output: String) {
        let program = executables.map { "\($0)/aftersail" } ?? BuiltProduct.path("aftersail")
        return try CommandLineRun.run([program] + arguments, variables: variables, input: input)
    }

    /// Posts requests as an adapter that repeats what the broker has not confirmed.
    public func post(_ requests: [[UInt8]]) async throws {
        var left = requests
        let deadline = ContinuousClock.now + .seconds(120)
        while !left.isEmpty, ContinuousClock.now < deadline {
            let outcomes = await publisher.publish(left.map(Self.outgoing), deadline: .seconds(20))
            left = zip(left, outcomes).filter { $0.1 != .confirmed }.map(\.0)
        }
        guard left.isEmpty else { throw CommandFailed(output: "\(left.count) requests were never confirmed") }
    }

    /// One request as an adapter sends it: persistent, to the intake queue.
    public static func outgoing(_ body: [UInt8]) -> OutgoingMessage {
        var properties = Properties()
        properties.persistent = true
        return OutgoingMessage(exchange: "", routingKey: Topology.intakeQueue, properties: properties, body: body)
    }

    /// One whole number, `n`, from the database; `nil` while it is away.
    public func number(_ sql: String) async -> Int? {
        guard let rows = try? await database.rows(sql), let row = rows.first else { return nil }
        return try? row("n") as Int
    }

    /// Messages ready in any queue of the topology.
    public func readyMessages() async throws -> [String: Int] {
        var depths: [String: Int] = [:]
        for queue in Topology.standard.queues {
            if let depth = try await topology.inspect(queue: queue.name), depth.ready > 0 {
                depths[queue.name] = depth.ready
            }
        }
        return depths
    }

    /// The last lines of every worker's log, for a failing test.
    public func logs() -> String {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".log") }.sorted().map { name in
            let text = (try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)) ?? ""
            return "--- \(name)\n" + text.split(separator: "\n").suffix(8).joined(separator: "\n")
        }.joined(separator: "\n")
    }
}
