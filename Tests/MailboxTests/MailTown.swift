import FoundationEssentials
import Harness
import Postgres
import Proving

/// The product between two mail servers: Dovecot holds what customers write, Postfix takes what they are told.
struct MailTown: Sendable {
    let postgres = PrivatePostgres(isDurable: true)
    let broker = PrivateRabbitMQ()
    let dovecot: PrivateDovecot
    let postfix: PrivatePostfix
    let pipeline: Pipeline

    static func make() async throws -> MailTown {
        try await MailTown()
    }

    private init() async throws {
        dovecot = try await PrivateDovecot.start()
        postfix = try await PrivatePostfix.start()
        let (list, store) = ("\(dovecot.folder)/mailboxes.yaml", "\(dovecot.folder)/store")
        try FileManager.default.createDirectory(atPath: store, withIntermediateDirectories: true)
        let text = """
            mailboxes:
              - name: service
                host: 127.0.0.1
                port: \(dovecot.port)
                encryption: none
                user: \(PrivateDovecot.user)
                passwordFile: \(dovecot.secretFile)
            """
        try Data(text.utf8).write(to: URL(filePath: list))
        let (postgres, broker) = (postgres, broker)
        let addresses = try await TestBroker.offPool { (try postgres.freshDatabase(), try broker.freshVirtualHost()) }
        pipeline = try await Pipeline.prepare(
            databaseURL: addresses.0,
            brokerURL: addresses.1,
            setup: try SampleSetup.folder(),
            sendsMail: false,
            variables: [
                "AFTERSAIL_MAILBOXES": list, "AFTERSAIL_MAIL_STORE": store, "AFTERSAIL_MAIL_PROVIDER": "smtp",
                "AFTERSAIL_SMTP_URL": postfix.url, "AFTERSAIL_MAIL_FROM": "Service <\(PrivateDovecot.user)>",
            ]
        )
    }

    static let workers = ["intake", "classifier", "dispatcher", "sla-monitor", "notifier", "mailbox"]

    func number(_ sql: String) async -> Int { await pipeline.number(sql) ?? -1 }

    /// For a failing test: what became of the mails, and what lies with Postfix.
    func standing() async throws -> String {
        let rows = try await pipeline.database.rows(
            """
            SELECT n.state, n.template, n.failure, count(*) AS n, max(q.attempts)::text || ' tries, next in '
                || max(q.due_at - aftersail.now())::text AS standing
            FROM notification n
            LEFT JOIN mail_queue q ON q.notification_id = n.id
            GROUP BY 1, 2, 3 ORDER BY 4 DESC LIMIT 20
            """
        )
        let lines = try rows.map { row in
            let words: [String?] = [
                try row("state"), try row("template"), try row("failure"), try row("standing"),
            ]
            return "\(try row("n") as Int) " + words.compactMap { $0 }.joined(separator: ", ")
        }
        return (lines + ["\(postfix.queued) with Postfix: \(postfix.log.suffix(1_000))", pipeline.logs()])
            .joined(separator: "\n")
    }

    var recorded: Int { get async { await number("SELECT count(*) AS n FROM mailbox_message") } }

    /// The parts that are broken one after the other, the workers among them by `kill -9`.
    enum Part: Equatable, CustomStringConvertible {
        case worker(String)
        case dovecot, postfix, broker, database

        static let all = MailTown.workers.map { Part.worker($0) } + [.dovecot, .postfix, .broker, .database]

        var description: String {
            switch self {
            case .worker(let name): name
            case .dovecot: "Dovecot"
            case .postfix: "Postfix"
            case .broker: "RabbitMQ"
            case .database: "PostgreSQL"
            }
        }
    }

    /// Breaks a part without a word, and starts it again.
    func restart(_ part: Part) async throws {
        switch part {
        case .worker(let name):
            pipeline.kill(name)
            try pipeline.spawn(name)
        case .dovecot: try await dovecot.restart()
        case .postfix: try await postfix.restart()
        case .broker:
            try await TestBroker.offPool {
                try broker.crash()
                try broker.start()
            }
        case .database:
            try await TestBroker.offPool { try postgres.restart() }
        }
    }
}

/// A customer, with the mails of theirs.
struct Townsperson {
    let number: Int

    var address: String { "customer\(number)@town.example" }

    /// Reports a problem.
    var report: String {
        mail(
            id: "report",
            headers: "Subject: Pump \(number) leaks\r\n",
            text: "The pump with the number \(1000 + number) drips since this morning, although it is new.\r\n"
        )
    }

    /// Answers a mail of ours.
    func answer(to id: String) -> String {
        mail(
            id: "answer",
            headers: "Subject: Re: your message\r\nIn-Reply-To: \(id)\r\nReferences: \(id)\r\n",
            text: "It still drips.\r\n"
        )
    }

    private func mail(id: String, headers: String, text: String) -> String {
        "From: Customer \(number) <\(address)>\r\nTo: \(PrivateDovecot.user)\r\n\(headers)"
            + "Message-ID: <\(id)\(number)@town.example>\r\nDate: Mon, 16 Nov 2026 10:00:00 +0000\r\n\r\n\(text)"
    }
}
