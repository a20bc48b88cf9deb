import Broker
import Contracts
import FoundationEssentials
import Harness
import Postgres
import Rig
import Testing
import Tickets
import Triage

@testable import Classifier
@testable import WorkerKit

@Suite("Classifier", .freshDatabase, .freshBroker, .timeLimit(.minutes(2)))
struct ClassifierTests {
    @Test("a new ticket is classified once and announced in its lane")
    func opened() async throws {
        let rig = try await Rig.make()
        try await Self.store(1, "There is smoke coming out of the machine!", in: rig)
        try await Self.loadRules(rig)
        let worker = try await Self.start(rig)

        try await rig.say([Self.opening(1), Self.opening(1)])

        try await eventually("the announcement") { try await rig.ready("dispatcher.urgent") == 2 }
        let said = try await rig.take(from: "dispatcher.urgent").map {
            try WireJSON.decode(TicketClassifiedV1.self, from: $0.body)
        }
        #expect(said[0] == said[1])
        #expect(said[0].language == "en")
        #expect(said[0].priority == 1)
        #expect(try await rig.number("SELECT count(*) AS n FROM triage WHERE safety") == 1)
        #expect(try await rig.number("SELECT count(*) AS n FROM ticket_event WHERE kind = 'classified'") == 1)
        await worker.stop()
    }

    @Test("of a long text only the beginning and the end leave the database")
    func long() async throws {
        let rig = try await Rig.make()
        try await Self.store(1, "Fire! " + String(repeating: "水", count: 20_000) + " smoke", in: rig)
        try await Self.store(2, String(repeating: "水", count: 1_126), in: rig)

        let facts = try await rig.database.transaction { transaction in
            try await Turn(transaction: transaction, now: try await transaction.instant())
                .triageFacts(of: [.numbered(101), .numbered(102)], characters: 1_000)
        }

        let long = try #require(facts[.numbered(101)]).message.body
        #expect(long.count == 1_000 + 1 + 125 && long.hasPrefix("Fire!") && long.hasSuffix("水 smoke"))
        #expect(facts[.numbered(102)]?.message.body.count == 1_126)
    }

    @Test("a later message with danger raises the ticket and says so again")
    func escalates() async throws {
        let rig = try await Rig.make()
        try await Self.store(1, "How do I clean the machine?", in: rig)
        try await Self.loadRules(rig)
        let worker = try await Self.start(rig)
        try await rig.say([Self.opening(1)])
        try await eventually("the first announcement") { try await rig.number("SELECT count(*) AS n FROM triage") == 1 }
        let calm = try await rig.number("SELECT priority AS n FROM triage")

        try await Self.storeReply(1, "Now smoke and fire come out of it!", in: rig)
        try await rig.say([Self.reply(1), Self.reply(1)])

        try await eventually("the raise") { try await rig.number("SELECT priority AS n FROM triage") < calm }
        try await eventually("one announcement in the urgent lane") { try await rig.ready("dispatcher.urgent") == 1 }
        await worker.stop()
        #expect(try await rig.number("SELECT count(*) AS n FROM ticket_event WHERE kind = 'reclassified'") == 1)
    }

    @Test("a question that an article answers is stored and announced with it, and counted")
    func answered() async throws {
        let rig = try await Rig.make()
        try await Self.store(1, "How do I descale the machine?", in: rig)
        try await Self.store(2, "How do I descale the machine? There is smoke coming out!", in: rig)
        try await Self.loadRules(rig)
        try await Self.load("articles", JudgeTests.articles, in: rig)
        let worker = try await Self.start(rig)

        try await rig.say([Self.opening(1), Self.opening(2)])

        try await eventually("both tickets") { try await rig.number("SELECT count(*) AS n FROM triage") == 2 }
        try await eventually("one announcement in haste") { try await rig.ready("dispatcher.urgent") == 1 }
        try await eventually("one as usual") { try await rig.ready("dispatcher.normal") == 1 }
        let said = try await rig.take(from: "dispatcher.normal").map {
            try WireJSON.decode(TicketClassifiedV1.self, from: $0.body)
        }
        #expect(said.map(\.articleID) == ["descaling"])
        let marked = "SELECT count(*) AS n FROM triage WHERE article_id = 'descaling' AND article_version = 3"
        #expect(try await rig.number(marked) == 1)
        #expect(try await rig.number("SELECT count(*) AS n FROM triage WHERE article_confidence >= 0.95") == 1)
        await worker.stop()
    }

    @Test("an opening whose message is missing is parked")
    func missing() async throws {
        let rig = try await Rig.make()
        let worker = try await Self.start(rig)

        try await rig.say([Self.opening(9)])

        try await eventually("the parked message") {
            try await rig.number("SELECT count(*) AS n FROM parked_message") == 1
        }
        await worker.stop()
    }

    static func start(_ rig: Rig) async throws -> WorkerProcess {
        try await rig.worker("classifier") { platform, reader in
            Classifier.build(platform, ClassifierSettings(&reader))
        }
    }

    private static func loadRules(_ rig: Rig) async throws {
        try await load("triage-rules", JudgeTests.rules, in: rig)
    }

    private static func load(_ kind: String, _ body: some Encodable, in rig: Rig) async throws {
        try await rig.database.execute(
            """
            INSERT INTO setup_document (kind, version, body, body_sha256, active, loaded_by)
            VALUES ($1, 1, $2, '\\x00', true, 'test')
            """,
            kind,
            JSONText(String(decoding: try WireJSON.encode(body), as: UTF8.self))
        )
    }

    static func opening(_ number: Int) -> TicketOpenedV1 {
        TicketOpenedV1(
            ticketID: .numbered(number),
            messageID: .numbered(number + 100),
            customerID: .numbered(number + 200),
            clockStart: Date(timeIntervalSince1970: 1_790_000_000),
            machine: false
        )
    }

    static func reply(_ number: Int, message: Int? = nil) -> TicketMessageReceivedV1 {
        TicketMessageReceivedV1(
            ticketID: .numbered(number),
            messageID: .numbered(message ?? number + 300),
            clockStart: Date(timeIntervalSince1970: 1_790_000_100),
            machine: false
        )
    }

    static func store(_ number: Int, _ body: String, in rig: Rig) async throws {
        try await rig.database.execute("INSERT INTO customer (id) VALUES ($1)", UUID.numbered(number + 200))
        try await rig.database.execute(
            """
            INSERT INTO ticket (id, number, customer_id, channel, account, external_id, machine, received_at, clock_start)
            VALUES ($1, $2, $3, 'web', '', $2, false, aftersail.now(), aftersail.now())
            """,
            UUID.numbered(number),
            "T\(number)",
            UUID.numbered(number + 200)
        )
        try await message(number + 100, of: number, body, in: rig)
    }

    private static func storeReply(_ number: Int, _ body: String, in rig: Rig) async throws {
        try await message(number + 300, of: number, body, in: rig)
    }

    static func message(_ id: Int, of ticket: Int, _ body: String, in rig: Rig) async throws {
        try await rig.database.execute(
            """
            INSERT INTO message (id, ticket_id, customer_id, channel, account, external_id, body, machine, received_at)
            VALUES ($1, $2, $3, 'web', '', $4, $5, false, aftersail.now())
            """,
            UUID.numbered(id),
            UUID.numbered(ticket),
            UUID.numbered(ticket + 200),
            "M\(id)",
            body
        )
    }
}
