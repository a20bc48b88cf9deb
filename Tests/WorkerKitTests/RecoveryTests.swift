import Broker
import Contracts
import FoundationEssentials
import Harness
import Postgres
import Rig
import Testing
import Tickets
import Topology

@testable import WorkerKit

@Suite("Recovery", .freshDatabase, .freshBroker, .timeLimit(.minutes(3)))
struct RecoveryTests {
    @Test("a database that is away burns no attempt")
    func outage() async throws {
        let rig = try await Rig.make()
        let (proxy, url) = try Self.proxied(rig.databaseURL)
        let classify = Classify()
        let worker = try await rig.worker("classifier", ["AFTERSAIL_DATABASE_URL": url, "AFTERSAIL_MAX_ATTEMPTS": "1"])
        { platform, _ in
            platform.listen(to: .classifier)
            platform.handle(with: classify)
        }

        proxy.refuseConnections(true)
        proxy.cutAll()
        try await rig.say((1...50).map { TicketOpenedV1.sample($0) })
        try await eventually("the deliveries to be taken") { try await rig.ready("classifier.events") == 0 }
        proxy.refuseConnections(false)

        try await eventually("all events") { try await rig.ready("dispatcher.normal") == 50 }
        await worker.stop()
        #expect(try await rig.number("SELECT count(*) AS n FROM parked_message") == 0)
        #expect(Set(classify.attempts) == [1])
    }

    @Test("links cut again and again lose and double nothing")
    func cuts() async throws {
        let rig = try await Rig.make()
        let (proxy, url) = try Self.proxied(rig.databaseURL)
        let worker = try await rig.worker("classifier", ["AFTERSAIL_DATABASE_URL": url, "AFTERSAIL_BATCH_LIMIT": "10"])
        { platform, _ in
            platform.listen(to: .classifier)
            platform.handle(with: Classify())
        }

        for round in 0..<10 {
            try await rig.say((1...40).map { TicketOpenedV1.sample(round * 40 + $0) })
            proxy.cutAll()
        }

        try await eventually("400 tickets at the dispatcher", within: .seconds(60)) {
            try await rig.ready("dispatcher.normal") >= 400
        }
        try await eventually("an empty outbox") {
            try await rig.number("SELECT count(*) AS n FROM outbox_classifier") == 0
        }
        await worker.stop()
        var messages: [String] = []
        while let delivery = try await rig.topology.get(queue: "dispatcher.normal") {
            messages.append(delivery.properties.messageID ?? "")
        }
        // A publish whose confirm was lost is said again under the same id, which the receiver's inbox settles.
        #expect(Set(messages).count == 400)
        #expect(try await rig.number("SELECT count(*) AS n FROM inbox") == 400)
    }

    @Test("what a dead process had to say is said by another")
    func sweep() async throws {
        let rig = try await Rig.make()
        try await Self.leave(behind: .numbered(7), epoch: 900_001, in: rig)

        let worker = try await rig.worker("classifier") { platform, _ in platform.listen(to: .classifier) }

        try await eventually("the event", within: .seconds(10)) { try await rig.ready("dispatcher.normal") == 1 }
        try await eventually("an empty outbox") {
            try await rig.number("SELECT count(*) AS n FROM outbox_classifier") == 0
        }
        await worker.stop()
    }

    @Test("what a living process has to say is left to it")
    func living() async throws {
        let rig = try await Rig.make()
        let session = try await rig.database.openSession()
        _ = try await session.rows("SELECT pg_advisory_lock($1, $2)", ProcessEpoch.lockSpace, Int32(900_002))
        try await Self.leave(behind: .numbered(8), epoch: 900_002, in: rig)
        try await Self.leave(behind: .numbered(9), epoch: 900_003, in: rig)

        let worker = try await rig.worker("classifier") { platform, _ in platform.listen(to: .classifier) }

        try await eventually("the dead one's row to go") { try await Self.rows(of: 900_003, in: rig) == 0 }
        // A row that comes later goes in a later round: then the first one is over for the living one's row too.
        try await Self.leave(behind: .numbered(10), epoch: 900_004, in: rig)
        try await eventually("the next round") { try await Self.rows(of: 900_004, in: rig) == 0 }
        let rows = try await rig.database.rows("SELECT epoch FROM outbox_classifier")
        #expect(try rows.map { row in try row("epoch") as Int } == [900_002])
        await worker.stop()
        await session.close()
    }

    @Test("a suspect whose process died five times is parked alone")
    func suspect() async throws {
        let rig = try await Rig.make()
        let id = UUID.version7(at: Date())
        try await rig.say([TicketOpenedV1.sample(1)], ids: [id])
        try await Self.bounce(rig, times: 2)
        try await rig.say([TicketOpenedV1.sample(2)])
        try await rig.database.execute(
            "INSERT INTO attempt (worker, message_id, starts, epoch) VALUES ('classifier', $1, 5, 900001)",
            id
        )
        let classify = Classify()

        let worker = try await rig.worker("classifier") { platform, _ in
            platform.listen(to: .classifier)
            platform.handle(with: classify)
        }

        try await eventually("both to be settled") {
            try await rig.number("SELECT count(*) AS n FROM inbox WHERE worker = 'classifier'") == 2
        }
        await worker.stop()
        #expect(classify.seen == [.numbered(2)])
        let row = try #require(try await rig.database.rows("SELECT reason FROM parked_message").first)
        #expect(try row("reason") as String == "its worker died 5 times while handling it")
        #expect(try await rig.number("SELECT count(*) AS n FROM attempt") == 0)
    }

    @Test("a suspect that a living process still handles counts no death")
    func survivor() async throws {
        let rig = try await Rig.make()
        let session = try await rig.database.openSession()
        _ = try await session.rows("SELECT pg_advisory_lock($1, $2)", ProcessEpoch.lockSpace, Int32(900_002))
        let id = UUID.version7(at: Date())
        try await rig.say([TicketOpenedV1.sample(1)], ids: [id])
        try await Self.bounce(rig, times: 2)
        try await rig.database.execute(
            "INSERT INTO attempt (worker, message_id, starts, epoch) VALUES ('classifier', $1, 5, 900002)",
            id
        )

        let worker = try await rig.worker("classifier") { platform, _ in
            platform.listen(to: .classifier)
            platform.handle(with: Classify())
        }

        try await eventually("it to be settled") { try await rig.number("SELECT count(*) AS n FROM inbox") == 1 }
        await worker.stop()
        #expect(try await rig.ready("dispatcher.normal") == 1)
        #expect(try await rig.number("SELECT count(*) AS n FROM parked_message") == 0)
        await session.close()
    }

    @Test("what outages brought back twice shares a transaction")
    func comeback() async throws {
        let rig = try await Rig.make()
        try await rig.say((1...10).map { TicketOpenedV1.sample($0) })
        try await Self.bounce(rig, times: 2)

        let worker = try await rig.worker("classifier") { platform, _ in
            platform.listen(to: .classifier)
            platform.handle(with: Classify())
        }

        try await eventually("all events") { try await rig.ready("dispatcher.normal") == 10 }
        await worker.stop()
        #expect(try await rig.number("SELECT count(DISTINCT xmin::text) AS n FROM inbox") <= 4)
        #expect(try await rig.number("SELECT count(*) AS n FROM attempt") == 0)
    }

    @Test("a drained worker leaves nothing delivered twice")
    func drained() async throws {
        let rig = try await Rig.make()
        let worker = try await rig.worker("classifier", ["AFTERSAIL_BATCH_LIMIT": "20"]) { platform, _ in
            platform.listen(to: .classifier)
            platform.handle(with: Classify())
        }

        try await rig.say((1...2_000).map { TicketOpenedV1.sample($0) })
        try await eventually("work under way") { try await rig.ready("dispatcher.normal") > 0 }
        await worker.stop()

        let done = try await rig.ready("dispatcher.normal")
        #expect(try await rig.number("SELECT count(*) AS n FROM inbox") == done)
        #expect(try await rig.number("SELECT count(*) AS n FROM outbox_classifier") == 0)
        #expect(try await rig.ready("classifier.events") == 2_000 - done)
    }

    private static func rows(of epoch: Int32, in rig: Rig) async throws -> Int {
        try await rig.number("SELECT count(*) AS n FROM outbox_classifier WHERE epoch = \(epoch)")
    }

    private static func leave(behind id: UUID, epoch: Int, in rig: Rig) async throws {
        let body = try WireJSON.encode(TicketAssignedV1(ticketID: id, assignmentID: id, agentID: "a", teamID: "t"))
        try await rig.database.execute(
            """
            INSERT INTO outbox_classifier (id, epoch, exchange, routing_key, headers, body)
            VALUES ($1, $2, 'aftersail.events', 'normal.ticket.classified.v1', $3, $4)
            """,
            id,
            Int32(epoch),
            JSONText(#"{"type":"ticket.classified.v1","traceparent":"x"}"#),
            Bytes(body)
        )
    }

    /// Takes what waits and gives it back, as a process that dies does.
    private static func bounce(_ rig: Rig, times: Int) async throws {
        for _ in 0..<times {
            let consumer = ConsumerLink(
                try BrokerAddress(rig.brokerURL, connectionName: "dies"),
                subscriptions: [Subscription(queue: "classifier.events", prefetch: 10)]
            )
            await consumer.start()
            let batch = try await consumer.nextBatch(maxCount: 10, maxBytes: 1 << 20, linger: .zero)
            await consumer.settle(batch.map { ($0.tag, .requeue) })
            await consumer.close()
        }
    }

    private static func proxied(_ url: String) throws -> (FaultProxy, String) {
        let port = try PrivatePostgres.shared.port()
        let proxy = try FaultProxy(to: port)
        return (proxy, url.replacing(":\(port)/", with: ":\(proxy.port)/"))
    }
}
