import FoundationEssentials
import Harness
import Postgres
import Proving

/// Everything of one run: broker, database, mail server, the product's clock, the pipeline and its workers.
final class Office: Sendable {
    /// Commit instants are kept: from them the checker knows what a transaction can have seen.
    private static let serverSettings = ["track_commit_timestamp=on", "shared_buffers=256MB", "max_wal_size=1GB"]
    /// Longest wait that the setting allows: classification takes the machine's time, and the clock runs fast meanwhile.
    private static let promiseWait = "600s"

    let postgres: PrivatePostgres
    let broker: PrivateRabbitMQ
    let mails: RecordingMailServer
    let pipeline: Pipeline
    let clock: ProductClock
    let brokerURL: String

    /// Starts the services and sets the product's clock an hour before the first day; workers follow.
    static func open(_ plan: RunPlan) async throws -> Office {
        let postgres = PrivatePostgres(settings: serverSettings)
        let broker = PrivateRabbitMQ()
        let urls = try await TestBroker.offPool { (try postgres.freshDatabase(), try broker.freshVirtualHost()) }
        let database = Database(PostgresConfiguration(url: urls.0, applicationName: "simulation"))
        let clock = try await ProductClock.begin(at: plan.start.addingTimeInterval(-3_600), database)
        // The migrations ran on the machine's clock: nobody has looked at tickets before the first day.
        try await database.execute(
            "UPDATE unclassified_watch SET seen_until = $1",
            plan.start.addingTimeInterval(-3_600)
        )
        let mails = try RecordingMailServer(
            file: FileManager.default.temporaryDirectory.appending(path: "aftersail-mails-\(UUID().uuidString)").path
        )
        let pipeline = try await Pipeline.prepare(
            databaseURL: urls.0,
            brokerURL: urls.1,
            setup: try setup(),
            sendsMail: false,
            variables: [
                "AFTERSAIL_MAIL_PROVIDER": "smtp", "AFTERSAIL_SMTP_URL": mails.url,
                "AFTERSAIL_PROMISE_WAIT": promiseWait, "AFTERSAIL_PUBLIC_URL": "https://aftersail.example",
            ]
        )
        return Office(postgres, broker, mails, pipeline, clock, urls.1)
    }

    private init(
        _ postgres: PrivatePostgres,
        _ broker: PrivateRabbitMQ,
        _ mails: RecordingMailServer,
        _ pipeline: Pipeline,
        _ clock: ProductClock,
        _ brokerURL: String
    ) {
        self.postgres = postgres
        self.broker = broker
        self.mails = mails
        self.pipeline = pipeline
        self.clock = clock
        self.brokerURL = brokerURL
    }

    /// The shipped setup, with calendars that have holidays in the weeks of the change of time.
    private static func setup() throws -> String {
        let own = URL(filePath: #filePath).deletingLastPathComponent()
        let root = own.deletingLastPathComponent().deletingLastPathComponent()
        let folder = FileManager.default.temporaryDirectory.appending(path: "aftersail-setup-\(UUID().uuidString)").path
        try FileManager.default.copyItem(atPath: root.appending(path: "ops/setup").path, toPath: folder)
        try FileManager.default.removeItem(atPath: folder + "/calendars.yaml")
        try FileManager.default.copyItem(
            atPath: own.appending(path: "Setup/calendars.yaml").path,
            toPath: folder + "/calendars.yaml"
        )
        return folder
    }

    /// Customers as another system knew them before: with their levels, which no message can claim.
    func welcome(_ customers: [Customer]) async throws {
        try await pipeline.database.execute(
            """
            WITH new AS (
                SELECT gen_random_uuid() AS id, c.*
                FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS c (email, name, level, country)
            ), people AS (
                INSERT INTO customer (id, name, level, country) SELECT id, name, level, country FROM new
            )
            INSERT INTO contact_point (id, customer_id, kind, value) SELECT gen_random_uuid(), id, 'email', email FROM new
            """,
            customers.map(\.email),
            customers.map { "Customer \($0.number)" },
            customers.map(\.level),
            customers.map(\.country.code)
        )
    }

    /// Ready and unacknowledged messages of every queue that has any.
    func depths() async throws -> [String] {
        let host = String(brokerURL.split(separator: "/").last ?? "")
        let question = """
            [io_lib:format("~s ~b ~b;", [element(4, proplists:get_value(name, Queue)),
            proplists:get_value(messages_ready, Queue), proplists:get_value(messages_unacknowledged, Queue)])
            || Queue <- rabbit_amqqueue:info_all(<<"\(host)">>, [name, messages_ready, messages_unacknowledged])]
            """
        let output = try await TestBroker.offPool { [broker] in try broker.evaluate("lists:flatten(\(question))") }
        return output.split(separator: ";").compactMap { line in
            let fields = line.split(whereSeparator: { $0 == " " || $0 == "\"" })
            guard fields.count == 3, let ready = Int(fields[1]), let held = Int(fields[2]), ready + held > 0 else {
                return nil
            }
            return "\(ready) ready and \(held) unacknowledged in \(fields[0])"
        }
    }
}
