import Broker
import FoundationEssentials
import Glibc
public import Logging
import Postgres

/// What every process of the product needs to know.
public struct PlatformSettings: Sendable {
    /// conninfo of the database; TLS by `sslmode`.
    public let databaseURL: String
    /// Address of the broker; TLS by `amqps://`.
    public let brokerURL: String
    /// Certificate authorities for the broker.
    public let brokerCA: String?
    /// Most messages in one transaction.
    public let batchLimit: Int
    /// Longest wait for a fuller batch while messages come fast; one alone never waits.
    public let linger: Duration
    /// Unacknowledged messages a queue.
    public let prefetch: Int
    /// Tries of a failing message before it is parked.
    public let maxAttempts: Int
    /// Pauses between those tries.
    public let retryDelays: [Duration]
    /// Time a shutdown may take.
    public let drainTime: Duration
    /// `address:port` for health and metrics; port 0 takes a free one, `off` none.
    public let http: String
    /// File that tells pid and port while the process runs.
    public let runFile: String?
    /// Lines below this are dropped.
    public let logLevel: Logger.Level
    /// How log lines look.
    public let logFormat: LineLogHandler.Format

    /// Reads the settings; problems surface at the reader's `finish`.
    public init(_ reader: inout SettingsReader) {
        databaseURL = reader.text(
            "AFTERSAIL_DATABASE_URL",
            "conninfo of PostgreSQL, TLS by sslmode",
            default: nil,
            secret: true
        )
        brokerURL = reader.text(
            "AFTERSAIL_BROKER_URL",
            "amqp:// or amqps:// address of RabbitMQ",
            default: nil,
            secret: true
        )
        brokerCA = reader.optionalText("AFTERSAIL_BROKER_CA_FILE", "certificate authorities for amqps://")
        batchLimit = reader.whole(
            "AFTERSAIL_BATCH_LIMIT",
            "most messages in one transaction",
            default: 500,
            in: 1...2_000
        )
        linger = reader.duration(
            "AFTERSAIL_LINGER",
            "longest wait for a fuller batch while messages come fast; one alone never waits",
            default: "40ms",
            in: .zero...(.seconds(1))
        )
        prefetch = reader.whole("AFTERSAIL_PREFETCH", "unacknowledged messages a queue", default: 1_000, in: 1...10_000)
        maxAttempts = reader.whole(
            "AFTERSAIL_MAX_ATTEMPTS",
            "tries of a failing message before it is parked",
            default: 5,
            in: 1...20
        )
        retryDelays = [.seconds(1), .seconds(5), .seconds(30), .seconds(300)]
        drainTime = reader.duration(
            "AFTERSAIL_DRAIN_TIME",
            "time a shutdown may take",
            default: "9s",
            in: .seconds(1)...(.seconds(300))
        )
        http = reader.text(
            "AFTERSAIL_HTTP",
            "address:port of /livez, /readyz and /metrics; port 0 takes a free one, off none",
            default: "127.0.0.1:0"
        )
        runFile = reader.optionalText("AFTERSAIL_RUN_FILE", "file that tells pid and port while the process runs")
        logLevel = reader.choice("AFTERSAIL_LOG_LEVEL", "lines below this are dropped", default: Logger.Level.info)
        logFormat = reader.choice(
            "AFTERSAIL_LOG_FORMAT",
            "how log lines look (default text on a terminal)",
            default: isatty(STDERR_FILENO) == 1 ? LineLogHandler.Format.text : .json
        )
    }

    /// The broker's address under the name that its operators will see.
    func brokerAddress(_ connection: String) throws(BrokerError) -> BrokerAddress {
        try BrokerAddress(brokerURL, caFile: brokerCA, connectionName: connection)
    }

    /// A database that plans for full tables and acts as the worker's role.
    func database(_ identity: Identity, links: Int) -> Database {
        Database(
            PostgresConfiguration(
                url: databaseURL,
                applicationName: "aftersail-\(identity.worker)",
                sessionSettings: [
                    "role": "aftersail_\(identity.role)",
                    // Batch statements are prepared while tables may be empty; index plans hold when they are full.
                    "enable_seqscan": "off", "enable_hashjoin": "off", "enable_mergejoin": "off",
                    "jit": "off",
                    // The same for one key and for five hundred, so planning them again each time gains nothing.
                    "plan_cache_mode": "force_generic_plan",
                ]
            ),
            links: links
        )
    }
}
