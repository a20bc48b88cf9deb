import FoundationEssentials
import Harness
import Postgres
import Proving
import Testing

/// A mail server, a mail store and the product around them.
struct World: Sendable {
    let dovecot: PrivateDovecot
    let pipeline: Pipeline

    /// A world with more variables, more lines of Dovecot's configuration, and mailboxes on other ports than Dovecot's.
    static func make(
        _ variables: [String: String] = [:],
        settings: String = "",
        ports: [Int] = []
    ) async throws -> World {
        let dovecot = try await PrivateDovecot.start(settings: settings)
        let (list, store) = ("\(dovecot.folder)/mailboxes.yaml", "\(dovecot.folder)/store")
        try FileManager.default.createDirectory(atPath: store, withIntermediateDirectories: true)
        let places = (ports.isEmpty ? [dovecot.port] : ports).enumerated().map { index, port in
            """
              - name: \(index == 0 ? "service" : "service\(index + 1)")
                host: 127.0.0.1
                port: \(port)
                encryption: none
                user: \(PrivateDovecot.user)
                passwordFile: \(dovecot.secretFile)
            """
        }
        let text = "mailboxes:\n" + places.joined(separator: "\n")
        try Data(text.utf8).write(to: URL(filePath: list))
        let pipeline = try await Pipeline.prepare(
            databaseURL: TestDatabase.url,
            brokerURL: TestBroker.url,
            setup: try SampleSetup.folder(),
            sendsMail: false,
            variables: ["AFTERSAIL_MAILBOXES": list, "AFTERSAIL_MAIL_STORE": store].merging(variables) { _, new in new }
        )
        return World(dovecot: dovecot, pipeline: pipeline)
    }

    var recorded: Int { get async { await number("SELECT count(*) AS n FROM mailbox_message") } }
    var log: String { log(of: 1) }

    func log(of replica: Int) -> String {
        (try? String(contentsOfFile: "\(pipeline.folder)/mailbox.\(replica).log", encoding: .utf8)) ?? ""
    }

    /// When the server last showed the mailbox, in milliseconds; 0 before.
    var lookedAt: Int {
        get async {
            await number("SELECT COALESCE(max(extract(epoch FROM looked_at) * 1000), 0)::bigint AS n FROM mailbox")
        }
    }

    /// What became of the mails, in the order of their numbers, with the reason if there is one.
    func outcomes() async throws -> [String] {
        let rows = try await pipeline.database.rows(
            "SELECT concat_ws(': ', outcome, reason) AS t FROM mailbox_message ORDER BY mailbox, uid_validity, uid"
        )
        return try rows.map { row in try row("t") as String }
    }

    func number(_ sql: String) async -> Int { await pipeline.number(sql) ?? -1 }

    /// The one line of `aftersail mailbox report`.
    struct Line: Decodable, Equatable {
        let holds: Int
        let waiting: Int
        let handedOn: Int
        let stored: Int
        let missing: Int

        enum CodingKeys: String, CodingKey {
            case holds, waiting, stored, missing
            case handedOn = "handed_on"
        }

        init(holds: Int, waiting: Int, handedOn: Int, stored: Int, missing: Int) {
            (self.holds, self.waiting, self.handedOn) = (holds, waiting, handedOn)
            (self.stored, self.missing) = (stored, missing)
        }
    }

    func report() throws -> (status: Int32, line: Line?) {
        let done = try pipeline.command(["mailbox", "report", "--json"])
        return (done.status, try JSONDecoder().decode([Line].self, from: Data(done.output.utf8)).first)
    }

    func start() async throws { try await pipeline.start(only: ["intake", "mailbox"]) }

    func deliver(_ numbers: ClosedRange<Int>) throws {
        for number in numbers { try dovecot.deliver(Self.mail(number, body: "The pump drips.\r\n")) }
    }

    static func mail(_ number: Int, body: String) -> String {
        """
        From: Lan <customer\(number)@example.com>\r
        To: \(PrivateDovecot.user)\r
        Subject: Pump \(number)\r
        Message-ID: <m\(number)@example.com>\r
        Date: Mon, 16 Nov 2026 10:00:00 +0000\r
        \r
        \(body)
        """
    }
}
