import FoundationEssentials
import Harness
import Postgres
import Proving
import Synchronization

/// The system under measurement: durable private servers and one process of each worker.
final class BenchSystem: Sendable {
    let postgres: PrivatePostgres
    let broker: PrivateRabbitMQ
    let pipeline: Pipeline
    private let extra = Mutex(0)

    /// Starts everything; the servers' settings are those of the report.
    ///
    /// Commit instants are kept (`track_commit_timestamp`), because a ticket's time ends with a commit.
    /// With `profiled` the server counts time by statement (pg_stat_statements), which costs it a little.
    /// Mails go to `mailURL`; without one the notifier's recording provider takes them. Surveys follow at once.
    static func start(agents: Int, mailURL: String?, batchLimit: Int?, profiled: Bool) async throws -> BenchSystem {
        let counting = profiled ? ["shared_preload_libraries=pg_stat_statements"] : []
        let postgres = PrivatePostgres(
            isDurable: true,
            settings: ["track_commit_timestamp=on"] + serverSettings + counting
        )
        let broker = PrivateRabbitMQ()
        let (databaseURL, brokerURL) = try await TestBroker.offPool {
            (try postgres.freshDatabase(), try broker.freshVirtualHost())
        }
        // As in production, customers' mails hold tokens.
        var variables = ["AFTERSAIL_SURVEY_DELAY": "0s", "AFTERSAIL_THREAD_KEY": "a key for the benchmark"]
        if let batchLimit { variables["AFTERSAIL_BATCH_LIMIT"] = "\(batchLimit)" }
        if let mailURL {
            variables["AFTERSAIL_MAIL_PROVIDER"] = "smtp"
            variables["AFTERSAIL_SMTP_URL"] = mailURL
        }
        let pipeline = try await Pipeline.prepare(
            databaseURL: databaseURL,
            brokerURL: brokerURL,
            setup: try SampleSetup.folder(agents: agents, capacity: 1_000_000),
            sendsMail: false,
            variables: variables
        )
        if profiled { try await pipeline.database.execute("CREATE EXTENSION pg_stat_statements SCHEMA public") }
        try await pipeline.start()
        return BenchSystem(postgres, broker, pipeline)
    }

    private init(_ postgres: PrivatePostgres, _ broker: PrivateRabbitMQ, _ pipeline: Pipeline) {
        self.postgres = postgres
        self.broker = broker
        self.pipeline = pipeline
    }

    /// Fits two cores and 24 GB beside broker and workers; all else is PostgreSQL's default.
    static let serverSettings = ["max_wal_size=2GB", "checkpoint_timeout=120s", "checkpoint_completion_target=0.9"]

    /// Mails to customers that did not come from a new ticket, such as answers: they end no ticket's way.
    var extraMails: Int {
        get { extra.withLock { $0 } }
        set { extra.withLock { $0 = newValue } }
    }

    /// What everything has used so far.
    func use() throws -> SystemUse {
        let workers = Pipeline.workers.map { name in
            pipeline.process(name).map { ProcessUse(of: $0.identifier) } ?? ProcessUse()
        }
        return SystemUse(
            workers: Dictionary(uniqueKeysWithValues: zip(Pipeline.workers, workers)),
            postgres: ProcessUse.family(of: try postgres.processIdentifier()),
            broker: ProcessUse.family(of: try broker.processIdentifier),
            generator: ProcessUse(of: ProcessInfo.processInfo.processIdentifier)
        )
    }

    /// The figures of every worker; missing where one does not answer.
    func pages(of names: [String]) -> [String: MetricsPage] {
        var pages: [String: MetricsPage] = [:]
        for name in names { pages[name] = MetricsPage(runFile: "\(pipeline.folder)/\(name).1.run") }
        return pages
    }
}

/// CPU and memory of everything at one moment.
struct SystemUse: Sendable {
    let workers: [String: ProcessUse]
    let postgres: ProcessUse
    let broker: ProcessUse
    let generator: ProcessUse

    /// CPU milliseconds by part since `earlier`, for each of `count` tickets.
    func milliseconds(since earlier: SystemUse, per count: Int) -> [String: Double] {
        let share = 1_000 / Double(max(1, count))
        var parts = [
            "postgresql": (postgres.cpuSeconds - earlier.postgres.cpuSeconds) * share,
            "rabbitmq": (broker.cpuSeconds - earlier.broker.cpuSeconds) * share,
            "generator": (generator.cpuSeconds - earlier.generator.cpuSeconds) * share,
        ]
        var sum = 0.0
        for (name, use) in workers {
            let own = (use.cpuSeconds - (earlier.workers[name]?.cpuSeconds ?? 0)) * share
            parts["worker." + name] = own
            sum += own
        }
        parts["workers"] = sum
        return parts
    }
}
