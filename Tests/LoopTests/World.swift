import Broker
import Contracts
import FoundationEssentials
import Harness
import Mail
import MailIntake
import Postgres
import Proving
import Synchronization
import Topology

/// One instance of ours: all six workers, a mail server that takes what they send, and the adapter's end.
final class World: Sendable {
    /// Who we are.
    let address: String
    let pipeline: Pipeline
    private let sink: SMTPSink
    private let hasColleagues: Bool
    private let intake: MailIntake
    private let taken = Mutex(0)
    private let posted = Mutex((count: 0, circles: [String: Int](), setAside: [Int: String]()))

    /// Starts it under the first label of its domain; `colleagues` is how many there are where their mailboxes are circles.
    static func start(
        _ name: String,
        databaseURL: String,
        brokerURL: String,
        colleagues: Int? = nil,
        _ variables: [String: String]
    ) async throws -> World {
        let sink = try await SMTPSink.start()
        let pipeline = try await Pipeline.prepare(
            databaseURL: databaseURL,
            brokerURL: brokerURL,
            setup: try SampleSetup.folder(agents: colleagues ?? 20),
            sendsMail: false,
            variables: [
                "AFTERSAIL_MAIL_PROVIDER": "smtp", "AFTERSAIL_SMTP_URL": sink.url,
                "AFTERSAIL_MAIL_FROM": "Maker <service@\(name).example>",
                "AFTERSAIL_BOUNCE_ADDRESS": "bounces@\(name).example",
            ]
            .merging(variables) { _, new in new }
        )
        let world = World("service@\(name).example", pipeline, sink, hasColleagues: colleagues != nil)
        // The clock stands at the beginning of ten minutes, so that a run always touches the same number of them.
        try await pipeline.database.execute(
            """
            UPDATE clock
            SET virtual_anchor = to_timestamp(ceil(extract(epoch FROM aftersail.now()) / 600) * 600 + 1),
                real_anchor = clock_timestamp()
            """
        )
        try await pipeline.start()
        return world
    }

    private init(_ address: String, _ pipeline: Pipeline, _ sink: SMTPSink, hasColleagues: Bool) {
        self.hasColleagues = hasColleagues
        self.address = address
        self.pipeline = pipeline
        self.sink = sink
        intake = MailIntake(own: OwnMail(addresses: [address]))
    }

    func close() async throws { _ = try await pipeline.stop() }

    /// Lets ten minutes go by.
    func pass() async throws {
        try await pipeline.database.execute("UPDATE clock SET virtual_anchor = virtual_anchor + interval '10 minutes'")
    }

    /// Hands mails on as an adapter does, each for its circle.
    func post(_ letters: [(circle: Int, letter: Letter)]) async throws {
        guard !letters.isEmpty else { return }
        let rows = try await pipeline.database.rows("SELECT aftersail.now() AS at")
        guard let now: Date = try rows.first.map({ try $0("at") }) else { return }
        let messages = try letters.map { circle, letter in
            let request = request(letter, at: now)
            posted.withLock { posted in
                posted.count += 1
                posted.circles[request.externalId] = circle
                if request.setAside != nil { posted.setAside[circle] = request.mail?.rule }
            }
            // Somebody waits for the answer, so a reply to an unknown mail is not held back for its original.
            var properties = Properties()
            properties.replyTo = "aftersail.reply.nobody"
            return OutgoingMessage(
                exchange: "",
                routingKey: Topology.intakeQueue,
                properties: properties,
                body: try WireJSON.encode(request)
            )
        }
        let outcomes = await pipeline.publisher.publish(messages, deadline: .seconds(20))
        guard outcomes.allSatisfy({ $0 == .confirmed }) else { throw CommandFailed(output: "mails were not confirmed") }
    }

    private func request(_ letter: Letter, at now: Date) -> IntakeRequestV1 {
        let mail = MailParser().parse(letter.bytes)
        let files = mail.attachments.map { attachment in
            let told = attachment.stream { _ in }
            return KeptFile(sha256: told.sha256, size: told.size)
        }
        let original = KeptFile(sha256: [UInt8](repeating: 1, count: 32), size: letter.bytes.count)
        return intake.request(
            mail,
            kept: KeptMail(original: original, files: files),
            delivery: MailDelivery(account: address, at: now, sender: letter.sender, recipients: [letter.recipient])
        )
    }

    /// The mails that we sent since the last call.
    func sent() throws -> [SMTPSink.Mail] {
        let new = try sink.mails(after: taken.withLock { $0 })
        taken.withLock { $0 += new.count }
        return new
    }

    /// Waits until all that was posted is stored and told, and every mail that is due has left.
    func settle() async throws {
        let count = posted.withLock { $0.count }
        let last = Mutex(-1)
        try await eventually("everything posted is stored, told and sent", within: .seconds(60)) { [pipeline] in
            guard let row = try await pipeline.database.rows(Self.standing).first else { return false }
            let isDone = try row("stored") as Int == count && row("open") as Int == 0
            let written: Int = try row("written")
            return last.withLock { last in
                defer { last = isDone ? written : -1 }
                return isDone && last == written
            }
        }
    }

    private static let standing = """
        SELECT
            (SELECT count(*) FROM message) + (SELECT count(*) FROM quarantine) AS stored,
            (SELECT count(*) FROM mail_queue WHERE due_at <= aftersail.now() OR epoch IS NOT NULL)
                + (SELECT count(*) FROM ticket t WHERE NOT t.machine AND NOT EXISTS (
                    SELECT FROM notification n WHERE n.ticket_id = t.id AND n.template LIKE 'acknowledgement%'))
                + (SELECT count(*) FROM assignment a WHERE NOT EXISTS (
                    SELECT FROM notification n WHERE n.ticket_id = a.ticket_id AND n.template = 'assignment'))
                AS open,
            (SELECT count(*) FROM notification) AS written
        """

    /// By circle, what kept its mails from going round.
    func stops() async throws -> [Int: Set<String>] {
        let (circles, setAside) = posted.withLock { ($0.circles, $0.setAside) }
        var stops = setAside.mapValues { Set(["set aside by \($0)"]) }
        let messages = try await pipeline.database.rows(
            """
            SELECT m.external_id, m.machine, m.external_id <> t.external_id AS joins, m.extra #>> '{mail,kind}' AS kind,
                m.extra #>> '{mail,rule}' AS rule
            FROM message m
            JOIN ticket t ON t.id = m.ticket_id
            """
        )
        for row in messages {
            guard let circle = circles[try row("external_id")] else { continue }
            let (kind, rule): (String?, String?) = (try row("kind"), try row("rule"))
            if try row("machine") {
                stops[circle, default: []].insert("\(kind ?? "?") by \(rule ?? "?")")
            } else if try row("joins") {
                stops[circle, default: []].insert("joins its ticket")
            }
        }
        let told = try await pipeline.database.rows(
            "SELECT DISTINCT address, failure FROM notification WHERE failure IS NOT NULL AND address IS NOT NULL"
        )
        for row in told {
            if let circle = circle(of: try row("address")) { stops[circle, default: []].insert(try row("failure")) }
        }
        return stops
    }

    /// The circle of an address; of a colleague's, the one whose mailbox it is.
    func circle(of address: String) -> Int? {
        guard address.hasSuffix("@staff.example") else { return Circle.number(address) }
        return hasColleagues ? Int(address.dropFirst("agent".count).prefix { $0.isNumber }) : nil
    }
}
