import FoundationEssentials
import Harness
import Proving

/// Everything of one run: broker, database, proxies before both, mail server, the pipeline and its workers.
final class Scene: Sendable {
    /// Settings of the server beside Harness's: commit instants are kept, because recovery is read from them.
    private static let serverSettings = [
        "track_commit_timestamp=on", "shared_buffers=128MB", "max_wal_size=512MB",
    ]

    let postgres: PrivatePostgres
    let broker: PrivateRabbitMQ
    let databaseProxy: FaultProxy
    let brokerProxy: FaultProxy
    let mails: RecordingMailServer
    let pipeline: Pipeline
    let crew: Crew
    /// Where the database lies when it can be filled.
    let disk: SmallDisk?
    /// Broker, straight.
    let brokerURL: String

    /// Starts the services; workers follow with `hire`.
    static func prepare(withSmallDisk: Bool) async throws -> Scene {
        let disk = withSmallDisk ? try await TestBroker.offPool { SmallDisk(megabytes: 6_000) } : nil
        let postgres = PrivatePostgres(
            isDurable: true,
            settings: serverSettings,
            parent: disk?.path ?? "/tmp"
        )
        let broker = PrivateRabbitMQ()
        let direct = try await TestBroker.offPool { (try postgres.freshDatabase(), try broker.freshVirtualHost()) }
        let ports = try await TestBroker.offPool { (try postgres.port(), try broker.port) }
        let databaseProxy = try FaultProxy(to: ports.0)
        let brokerProxy = try FaultProxy(to: ports.1)
        let mails = try RecordingMailServer(
            file: FileManager.default.temporaryDirectory.appending(path: "aftersail-mails-\(UUID().uuidString)").path
        )
        let pipeline = try await Pipeline.prepare(
            databaseURL: direct.0.replacing(":\(ports.0)/", with: ":\(databaseProxy.port)/"),
            brokerURL: direct.1.replacing(":\(ports.1)/", with: ":\(brokerProxy.port)/"),
            direct: (direct.0, direct.1),
            setup: try SampleSetup.folder(),
            sendsMail: false,
            variables: [
                "AFTERSAIL_MAIL_PROVIDER": "smtp", "AFTERSAIL_SMTP_URL": mails.url, "AFTERSAIL_SURVEY_DELAY": "1s",
                "AFTERSAIL_THREAD_KEY": "a key for the chaos",
            ]
        )
        return Scene(postgres, broker, databaseProxy, brokerProxy, mails, pipeline, disk, direct.1)
    }

    private init(
        _ postgres: PrivatePostgres,
        _ broker: PrivateRabbitMQ,
        _ databaseProxy: FaultProxy,
        _ brokerProxy: FaultProxy,
        _ mails: RecordingMailServer,
        _ pipeline: Pipeline,
        _ disk: SmallDisk?,
        _ brokerURL: String
    ) {
        self.postgres = postgres
        self.broker = broker
        self.databaseProxy = databaseProxy
        self.brokerProxy = brokerProxy
        self.mails = mails
        self.pipeline = pipeline
        self.disk = disk
        self.brokerURL = brokerURL
        crew = Crew(pipeline)
    }

    /// Where logs, ledgers and mails of the run lie.
    var folder: String { pipeline.folder }

    /// Ready and unacknowledged messages of every queue that has any.
    func depths() async throws -> [(queue: String, ready: Int, unacknowledged: Int)] {
        let host = String(brokerURL.split(separator: "/").last ?? "")
        let question = """
            [io_lib:format("~s ~b ~b;", [element(4, proplists:get_value(name, Queue)),
            proplists:get_value(messages_ready, Queue), proplists:get_value(messages_unacknowledged, Queue)])
            || Queue <- rabbit_amqqueue:info_all(<<"\(host)">>, [name, messages_ready, messages_unacknowledged])]
            """
        let output = try await TestBroker.offPool { [broker] in
            try broker.evaluate("lists:flatten(\(question))")
        }
        return output.split(separator: ";").compactMap { line in
            let fields = line.split(whereSeparator: { $0 == " " || $0 == "\"" })
            guard fields.count == 3, let ready = Int(fields[1]), let held = Int(fields[2]), ready + held > 0 else {
                return nil
            }
            return (String(fields[0]), ready, held)
        }
    }

    /// Messages that the broker has delivered again since it started.
    func redeliveries() async throws -> Int {
        let question = """
            lists:sum([maps:get(messages_redelivered_total, Counters, 0)
            || Counters <- maps:values(rabbit_global_counters:overview())])
            """
        let output = try await TestBroker.offPool { [broker] in try broker.evaluate(question) }
        guard let count = Int(output) else {
            throw ChaosError("the broker does not tell its redeliveries: \(output)")
        }
        return count
    }
}
