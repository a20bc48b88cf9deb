import FoundationEssentials
import Glibc
import Harness
import Postgres
import Proving
import SMTP
import Testing

@Suite(
    "Postfix in front of aftersail submit --pipe",
    .enabled(if: PrivatePostfix.obstacle == nil, "\(PrivatePostfix.obstacle ?? "")"),
    .freshDatabase,
    .freshBroker,
    .timeLimit(.minutes(5))
)
struct MailServerPipeTests {
    @Test("a mail stays in the server's queue while the broker is away, and makes one ticket once it is back")
    func deferred() async throws {
        let port = try #require(URL(string: TestBroker.url)?.port)
        let proxy = try FaultProxy(to: port)
        let place = try Place(brokerURL: TestBroker.url.replacing(":\(port)/", with: ":\(proxy.port)/"))
        let postfix = try await PrivatePostfix.start(settings: Place.settings, services: place.service)
        let pipeline = try await Pipeline.prepare(
            databaseURL: TestDatabase.url,
            brokerURL: TestBroker.url,
            setup: try SampleSetup.folder(),
            sendsMail: false
        )
        try await pipeline.start(only: ["intake"])
        proxy.refuseConnections(true)

        try await Self.send(to: postfix)
        try await eventually("the mail is put off", within: .seconds(60)) {
            postfix.log.contains("status=deferred (temporary failure")
        }
        #expect(postfix.queued == 1)
        #expect(await pipeline.number("SELECT count(*) AS n FROM message") == 0)

        proxy.refuseConnections(false)

        try await eventually("the mail is delivered", within: .seconds(60)) {
            postfix.log.contains("status=sent (delivered via aftersail service)")
        }
        try await eventually("it is a ticket", within: .seconds(30)) {
            await pipeline.number("SELECT count(*) AS n FROM ticket") == 1
        }
        #expect(postfix.queued == 0)
        #expect(await pipeline.number("SELECT count(*) AS n FROM message") == 1)
        let row = try #require(
            try await pipeline.database.rows(
                "SELECT account, extra #>> '{mail,envelopeSender}' AS sender, external_id FROM message"
            ).first
        )
        #expect(try row("account") as String == "support@example.com")
        #expect(try row("sender") as String == "lan@customer.example")
        #expect(try row("external_id") as String == "<pump@customer.example>")
        #expect(!postfix.log.contains("status=bounced"))
        _ = try await pipeline.stop()
    }

    private static func send(to postfix: PrivatePostfix) async throws {
        let relay = try SMTPRelay(url: postfix.url, startTLS: .never, heloName: "customer.example")
        let sender = SMTPSender(relay)
        let mail = OutgoingMail(
            id: UUID(),
            message: Array("From: Lan <lan@customer.example>\nMessage-ID: <pump@customer.example>\n\nIt leaks.\n".utf8),
            sender: "lan@customer.example",
            recipient: "support@example.com"
        )
        let outcomes = await sender.send([mail]) { Set($0) }
        await sender.close()
        guard case .accepted = outcomes[mail.id] else {
            throw CommandFailed(output: "postfix did not take the mail: \(String(describing: outcomes[mail.id]))")
        }
    }
}

/// What an operator writes to let Postfix hand over mails: a script, its settings, a store; all of another user's.
private final class Place: Sendable {
    /// Lines of `main.cf`; the times are short, so that the test need not wait.
    static let settings = """
        transport_maps = inline:{ { support@example.com = aftersail: } }
        aftersail_destination_recipient_limit = 1
        minimal_backoff_time = 1s
        maximal_backoff_time = 1s
        queue_run_delay = 1s
        """

    private let folder: String

    init(brokerURL: String) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "aftersail-pipe-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: "\(folder)/store", withIntermediateDirectories: true)
        let settings = "AFTERSAIL_BROKER_URL='\(brokerURL)'\nAFTERSAIL_MAIL_STORE='\(folder)/store'\n"
        // As docs/guides/mail.md has it.
        let script = """
            #!/bin/sh
            [ -r \(folder)/mail.env ] || exit 75
            set -a; . \(folder)/mail.env; set +a
            \(BuiltProduct.path("aftersail")) submit --pipe --timeout 5 "$@"
            case $? in 0) exit 0 ;; 65) exit 65 ;; *) exit 75 ;; esac

            """
        try Data(settings.utf8).write(to: URL(filePath: "\(folder)/mail.env"))
        try Data(script.utf8).write(to: URL(filePath: "\(folder)/aftersail-mail"))
        unsafe chmod("\(folder)/aftersail-mail", 0o755)
        let nobody: UInt32 = 65_534
        for path in ["\(folder)/mail.env", "\(folder)/store"] { unsafe chown(path, nobody, nobody) }
        unsafe chmod("\(folder)/mail.env", 0o400)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Lines of `master.cf`.
    var service: String {
        """
        aftersail unix - n n - 4 pipe
          flags=DRhu user=nobody argv=\(folder)/aftersail-mail --sender=${sender} --recipient=${recipient}
        """
    }
}
