import Broker
import Contracts
import FoundationEssentials
import Harness
import Postgres
import Rig
import Synchronization
import Testing
import Tickets
import Topology

@testable import WorkerKit

@Suite("A worker's turn", .freshDatabase, .freshBroker, .timeLimit(.minutes(3)))
struct TurnTests {
    @Test("a handled message is counted once and its event is said")
    func handled() async throws {
        let rig = try await Rig.make()
        let worker = try await rig.worker("classifier") { platform, _ in
            platform.listen(to: .classifier)
            platform.handle(with: Classify())
        }

        try await rig.say([TicketOpenedV1.sample(1)])

        try await eventually("the event at the dispatcher") { try await rig.ready("dispatcher.normal") == 1 }
        let said = try await rig.topology.get(queue: "dispatcher.normal")
        #expect(said?.properties.type == "ticket.classified.v1")
        #expect(try await rig.number("SELECT count(*) AS n FROM inbox") == 1)
        try await eventually("the confirmed row to go") {
            try await rig.number("SELECT count(*) AS n FROM outbox_classifier") == 0
        }
        await worker.stop()
    }

    @Test("the same message five times is handled once")
    func duplicates() async throws {
        let rig = try await Rig.make()
        let classify = Classify()
        let worker = try await rig.worker("classifier") { platform, _ in
            platform.listen(to: .classifier)
            platform.handle(with: classify)
        }
        let id = UUID.version7(at: Date())

        for _ in 0..<5 { try await rig.say([TicketOpenedV1.sample(1)], ids: [id]) }
        try await rig.say([TicketOpenedV1.sample(2)])

        try await eventually("both tickets") { classify.seen.count >= 2 }
        await worker.stop()
        #expect(classify.seen.sorted() == [.numbered(1), .numbered(2)].sorted())
        #expect(try await rig.ready("dispatcher.normal") == 2)
    }

    @Test("a turn that meets a taken key begins anew, with care")
    func takenKey() async throws {
        let rig = try await Rig.make()
        try await rig.database.execute(
            "INSERT INTO attempt (worker, message_id, starts, epoch) VALUES ('other', $1, 0, 0)",
            Inserting.key
        )
        let inserting = Inserting()
        let worker = try await rig.worker("classifier", ["AFTERSAIL_MAX_ATTEMPTS": "1"]) { platform, _ in
            platform.listen(to: .classifier)
            platform.handle(with: inserting)
        }

        try await rig.say([TicketOpenedV1.sample(1)])

        try await eventually("the event at the dispatcher") { try await rig.ready("dispatcher.normal") == 1 }
        await worker.stop()
        #expect(inserting.cares.withLock { $0 } == [false, true])
        #expect(try await rig.number("SELECT count(*) AS n FROM parked_message") == 0)
    }

    @Test("one throwing message among 500 is parked alone")
    func poison() async throws {
        let rig = try await Rig.make()
        let classify = Classify(poison: [.numbered(250)])
        let worker = try await rig.worker("classifier", ["AFTERSAIL_MAX_ATTEMPTS": "1"]) { platform, _ in
            platform.listen(to: .classifier)
            platform.handle(with: classify)
        }

        try await rig.say((1...500).map { TicketOpenedV1.sample($0) })

        try await eventually("499 events") { try await rig.ready("dispatcher.normal") == 499 }
        try await eventually("the parked one") { try await rig.number("SELECT count(*) AS n FROM parked_message") == 1 }
        let row = try #require(try await rig.database.rows("SELECT reason, ticket_id, body FROM parked_message").first)
        #expect(try row("reason") as String == "WorkerKitTests.PoisonedTicket")
        await worker.stop()
        #expect(try await rig.ready("classifier.events") == 0)
    }

    @Test("a failing message comes back by itself before it is parked")
    func retried() async throws {
        let rig = try await Rig.make()
        let classify = Classify(poison: [.numbered(1)], failures: 1)
        let worker = try await rig.worker("classifier") { platform, _ in
            platform.listen(to: .classifier)
            platform.handle(with: classify)
        }

        try await rig.say([TicketOpenedV1.sample(1)])

        try await eventually("the second attempt") { try await rig.ready("dispatcher.normal") == 1 }
        await worker.stop()
        #expect(classify.attempts == [1, 2])
        #expect(try await rig.number("SELECT count(*) AS n FROM parked_message") == 0)
    }

    @Test("a verdict to retry keeps the message and counts the attempt")
    func askedAgain() async throws {
        let rig = try await Rig.make()
        let classify = Classify(retryFirst: true)
        let worker = try await rig.worker("classifier") { platform, _ in
            platform.listen(to: .classifier)
            platform.handle(with: classify)
        }

        try await rig.say([TicketOpenedV1.sample(1)])

        try await eventually("the event") { try await rig.ready("dispatcher.normal") == 1 }
        await worker.stop()
        #expect(classify.attempts == [1, 2])
    }

    @Test(
        "what cannot be understood is parked with a reason",
        arguments: [
            ("ticket.opened.v9", "{}", "no handler for this kind or version of message"),
            ("ticket.opened.v1", "{}", "body is no ticket.opened.v1: field ticketID is missing"),
            ("ticket.opened.v1", "not json", "body is no ticket.opened.v1: not readable"),
        ]
    )
    func unreadable(type: String, body: String, reason: String) async throws {
        let rig = try await Rig.make()
        let worker = try await rig.worker("classifier") { platform, _ in
            platform.listen(to: .classifier)
            platform.handle(with: Classify())
        }
        var properties = Properties()
        properties.messageID = UUID.version7(at: Date()).uuidString
        properties.type = type

        _ = await rig.publisher.publish([
            OutgoingMessage(
                exchange: "",
                routingKey: "classifier.events",
                properties: properties,
                body: Array(body.utf8)
            )
        ])

        try await eventually("the parked message") {
            try await rig.number("SELECT count(*) AS n FROM parked_message") == 1
        }
        let row = try #require(try await rig.database.rows("SELECT reason FROM parked_message").first)
        #expect((try row("reason") as String).hasPrefix(reason))
        await worker.stop()
    }

    @Test("an event that no queue takes is parked, not lost")
    func unroutable() async throws {
        let rig = try await Rig.make()
        for queue in ["dispatcher.urgent", "dispatcher.normal", "dispatcher.bulk", "sla-monitor.events"] {
            try await rig.topology.delete(queue: queue)
        }
        let worker = try await rig.worker("classifier") { platform, _ in
            platform.listen(to: .classifier)
            platform.handle(with: Classify())
            platform.drainDeadLetters()
        }

        try await rig.say([TicketOpenedV1.sample(1)])

        try await eventually("the parked message") {
            try await rig.number("SELECT count(*) AS n FROM parked_message") == 1
        }
        let row = try #require(
            try await rig.database.rows("SELECT reason, exchange, routing_key, message_type FROM parked_message").first
        )
        #expect(try row("reason") as String == "no queue takes it: run `aftersail topology apply`")
        #expect(try row("exchange") as String == "aftersail.events")
        #expect(try row("routing_key") as String == "normal.ticket.classified.v1")
        #expect(try row("message_type") as String == "ticket.classified.v1")
        await worker.stop()
    }

    @Test(
        "hostile properties cannot keep a message from being parked",
        arguments: ["\\u0000", "a\u{0}b", String(repeating: "\u{FFFD}", count: 85)]
    )
    func hostileProperties(text: String) async throws {
        let rig = try await Rig.make()
        let worker = try await rig.worker("classifier") { platform, _ in
            platform.listen(to: .classifier)
            platform.handle(with: Classify())
        }
        var properties = Properties()
        properties.messageID = text
        properties.type = text
        properties.correlationID = text
        properties.headers = ["aftersail-attempt": .int(.max), "aftersail-causes": .array([.string(text)])]

        _ = await rig.publisher.publish([
            OutgoingMessage(
                exchange: "",
                routingKey: "classifier.events",
                properties: properties,
                body: Array("{}".utf8)
            )
        ])
        try await rig.say([TicketOpenedV1.sample(1)])

        try await eventually("the parked one") {
            try await rig.number("SELECT count(*) AS n FROM parked_message") == 1
        }
        try await eventually("its neighbour") { try await rig.ready("dispatcher.normal") == 1 }
        await worker.stop()
    }

    @Test("a message without a usable id is parked, not guessed")
    func unidentified() async throws {
        let rig = try await Rig.make()
        let worker = try await rig.worker("classifier") { platform, _ in
            platform.listen(to: .classifier)
            platform.handle(with: Classify())
        }
        let old = UUID.version7(at: Date(timeIntervalSince1970: 1_500_000_000))

        try await rig.say([TicketOpenedV1.sample(1)], ids: [old])

        try await eventually("the parked message") {
            try await rig.number("SELECT count(*) AS n FROM parked_message") == 1
        }
        let row = try #require(try await rig.database.rows("SELECT reason FROM parked_message").first)
        #expect(try row("reason") as String == "message is older than the oldest inbox partition")
        await worker.stop()
    }
}

/// Classifies everything alike, and fails where it is told to.
final class Classify: Handler {
    private struct State {
        var seen: [UUID] = []
        var attempts: [Int] = []
        var failuresLeft: Int
    }

    private let state: Mutex<State>
    private let poison: Set<UUID>
    private let retryFirst: Bool

    init(poison: Set<UUID> = [], failures: Int = .max, retryFirst: Bool = false) {
        self.poison = poison
        self.retryFirst = retryFirst
        state = Mutex(State(failuresLeft: failures))
    }

    var seen: [UUID] { state.withLock { $0.seen } }
    var attempts: [Int] { state.withLock { $0.attempts } }

    func decide(_ batch: [Received<TicketOpenedV1>], in turn: Turn) async throws -> [Verdict] {
        try state.withLock { state in
            state.attempts += batch.map(\.envelope.attempt)
            if batch.contains(where: { poison.contains($0.body.ticketID) }), state.failuresLeft > 0 {
                state.failuresLeft -= 1
                throw PoisonedTicket()
            }
        }
        if retryFirst, batch.contains(where: { $0.envelope.attempt == 1 }) {
            return batch.map { _ in .retry(after: .seconds(1)) }
        }
        for message in batch {
            try turn.emit(
                TicketClassifiedV1(
                    ticketID: message.body.ticketID,
                    category: "other",
                    confidence: 1,
                    language: "en",
                    priority: 3,
                    lane: .normal,
                    rulesVersion: "test"
                ),
                lane: .normal,
                because: message.envelope
            )
        }
        state.withLock { $0.seen += batch.map(\.body.ticketID) }
        return batch.map { _ in .done }
    }
}

struct PoisonedTicket: Error {}

/// Inserts a key that is taken.
private final class Inserting: Handler {
    static let key = UUID.numbered(77)

    let cares = Mutex<[Bool]>([])

    func decide(_ batch: [Received<TicketOpenedV1>], in turn: Turn) async throws -> [Verdict] {
        cares.withLock { $0.append(turn.isCareful) }
        turn.transaction.enqueue(
            """
            INSERT INTO attempt (worker, message_id, starts, epoch) VALUES ('other', $1, 0, 0)
            \(turn.isCareful ? "ON CONFLICT DO NOTHING" : "")
            """,
            Self.key
        )
        for message in batch {
            try turn.emit(TicketClassifiedV1.of(message.body.ticketID), lane: .normal, because: message.envelope)
        }
        return batch.map { _ in .done }
    }
}
