import Broker
import Contracts
import FoundationEssentials
import Harness
import Logging
import Postgres
import SMTP
import Setup
import Testing
import Tickets
import Topology
import Triage
import Wording

@testable import Notifier
@testable import WorkerKit

/// A database of the test's own with an organisation in it, and notifiers on it.
struct Rig: Sendable {
    /// As the owner, who may do everything.
    let database: Database
    /// As the notifier, who may write its own tables only.
    let asNotifier: Database
    let databaseURL = TestDatabase.url
    let brokerURL = TestBroker.url
    let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    static func make() async throws -> Rig {
        let url = TestDatabase.url
        let asNotifier = Database(
            PostgresConfiguration(
                url: url,
                applicationName: "test",
                sessionSettings: ["role": "aftersail_notifier"]
            ),
            links: 4
        )
        let rig = Rig(
            database: Database(PostgresConfiguration(url: url, applicationName: "test")),
            asNotifier: asNotifier
        )
        if !rig.brokerURL.isEmpty {
            try await TopologyLink(BrokerAddress(rig.brokerURL, connectionName: "test")).apply(.standard)
        }
        try await rig.seedOrganisation()
        return rig
    }

    /// A notifier that runs until `stop`; its log is dropped.
    func notifier(_ variables: [String: String] = [:]) async throws -> WorkerProcess {
        let environment = [
            "AFTERSAIL_DATABASE_URL": databaseURL, "AFTERSAIL_BROKER_URL": brokerURL, "AFTERSAIL_HTTP": "off",
            "AFTERSAIL_MAIL_FROM": "Maker <service@maker.example>",
            "AFTERSAIL_PUBLIC_URL": "https://help.maker.example",
            "AFTERSAIL_SMTP_STARTTLS": "never",
        ].merging(variables) { _, new in new }
        var reader = SettingsReader(environment)
        let settings = PlatformSettings(&reader)
        let own = NotifierSettings(&reader)
        try reader.finish()
        let process = try WorkerProcess(Identity(worker: "notifier"), settings: settings, log: log) { platform in
            try Notifier.build(platform, own)
        }
        try await process.start()
        return process
    }

    /// Publishes messages to everybody who listens.
    func say(_ messages: [any Message]) async throws {
        let publisher = PublisherLink(try BrokerAddress(brokerURL, connectionName: "test"))
        await publisher.start()
        let outcomes = await publisher.publish(try messages.map { try Self.outgoing($0) })
        #expect(outcomes.allSatisfy { $0 == .confirmed })
        await publisher.close()
    }

    private static func outgoing(_ message: some Message) throws -> OutgoingMessage {
        var properties = Properties()
        properties.messageID = UUID.version7(at: Date()).uuidString.lowercased()
        properties.type = type(of: message).name
        properties.persistent = true
        return OutgoingMessage(
            exchange: Topology.eventExchange,
            routingKey: "normal.\(type(of: message).name)",
            properties: properties,
            body: try WireJSON.encode(message)
        )
    }

    /// What the handlers of announcements share, without a mail room behind its bell.
    func composer(_ budgets: MailBudgets = MailBudgets(), marks: ThreadMarks = .none) throws -> Composer {
        let builtIn = try TemplateCatalogue(BuiltInWording.templates)
        return Composer(
            templates: SetupCache(.templates, of: TemplateBook.self, standard: builtIn) { book in
                try TemplateCatalogue(book.templates)
            },
            builtIn: builtIn,
            articles: SetupCache(.articles, of: ArticleBook.self, standard: [:]) { $0.byName },
            letterhead: Letterhead(
                from: (name: "Maker", address: "service@maker.example"),
                domain: "maker.example",
                bounceAddress: nil,
                marks: marks
            ),
            links: SurveyLink(base: "https://help.maker.example", key: "a key for tests only"),
            budgets: budgets,
            bell: Bell(),
            tally: NotifierTally(Metrics()),
            log: log
        )
    }

    /// One turn of a handler, committed.
    func decide<H: Handler>(_ handler: H, _ bodies: [H.Body], attempt: Int = 1) async throws -> [Verdict] {
        try await turn { turn in
            try await handler.decide(bodies.map { Received(body: $0, envelope: .at(attempt)) }, in: turn)
        }
    }

    /// One turn, committed with its ledger.
    func turn<T: Sendable>(_ work: @Sendable (Turn) async throws -> T) async throws -> T {
        try await asNotifier.transaction { transaction in
            let turn = Turn(transaction: transaction, now: try await transaction.instant())
            let result = try await work(turn)
            turn.enqueueLedger(turn.takeEffects().ledger)
            return result
        }
    }

    /// One whole number from the database.
    func number(_ sql: String) async throws -> Int {
        guard let row = try await database.rows(sql).first else { return 0 }
        return try row("n")
    }

    /// One text from the database.
    func text(_ sql: String) async throws -> String? {
        guard let row = try await database.rows(sql).first else { return nil }
        return try row("t")
    }

    /// Moves the product's clock.
    func advance(seconds: Int) async throws {
        try await database.execute(
            "UPDATE clock SET virtual_anchor = virtual_anchor + $1 * interval '1 second'",
            Double(seconds)
        )
    }
}

extension Envelope {
    static func at(_ attempt: Int) -> Envelope {
        Envelope(
            id: .version7(at: Date()),
            queue: "notifier.normal",
            attempt: attempt,
            trace: .begin(),
            replyTo: nil,
            causes: []
        )
    }
}

/// Waits until `condition` holds, at most `limit`, and says what was awaited when it does not.
func eventually(
    _ what: String,
    within limit: Duration = .seconds(60),
    _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while ContinuousClock.now < deadline {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(20))  // lint:sleep the waiting tool itself
    }
    Issue.record("waited \(limit) for: \(what)")
}

extension UUID {
    /// A fixed id.
    static func numbered(_ number: Int) -> UUID {
        let digits = String(number)
        let tail = String(repeating: "0", count: 12 - digits.count) + digits
        return UUID(uuidString: "01980000-0000-7000-8000-\(tail)") ?? UUID()
    }
}
