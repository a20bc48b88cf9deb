import Broker
import Contracts
import FoundationEssentials
import Harness
import Logging
import Postgres
import Testing
import Topology

@testable import Intake
@testable import WorkerKit

@Suite("The worker on real services", .freshDatabase, .freshBroker, .timeLimit(.minutes(3)))
struct WorkerTests {
    @Test("an asker gets its answers, and others hear about the ticket")
    func answered() async throws {
        let rig = try await Rig.make()
        let asker = ConsumerLink(
            try BrokerAddress(TestBroker.url, connectionName: "asker"),
            subscriptions: [.replies(prefetch: 10)]
        )
        await asker.start()
        let queue = try await asker.replyQueueName()
        let worker = try await rig.worker()

        try await rig.post([RequestFixture().bytes], replyTo: queue)
        try await rig.post([Array("{}".utf8)], replyTo: queue)

        var answers: [Delivery] = []
        while answers.count < 2 { answers += try await asker.nextBatch(maxCount: 2, maxBytes: 1 << 20, linger: .zero) }
        let read = try answers.map { try WireJSON.decode(IntakeAnswerV1.self, from: $0.body) }
        let number = try await rig.desk.texts("SELECT number AS t FROM ticket").first
        #expect(read.contains(.accepted(ticket: try #require(number), duplicate: false)))
        #expect(read.contains { !$0.accepted && $0.errors?.isEmpty == false })
        #expect(answers.allSatisfy { $0.properties.correlationID == "asked" })
        try await eventually("the event at the classifier") {
            try await rig.topology.inspect(queue: "classifier.events")?.ready == 1
        }
        let event = try await rig.topology.get(queue: "classifier.events")
        #expect(event?.properties.type == "ticket.opened.v1")
        await worker.stop()
        await asker.close()
    }

    @Test("two replicas make one ticket of each message and one customer of each address")
    func replicas() async throws {
        let rig = try await Rig.make()
        let workers = [
            try await rig.worker(["AFTERSAIL_BATCH_LIMIT": "7"]), try await rig.worker(["AFTERSAIL_BATCH_LIMIT": "7"]),
        ]
        let bodies = (0..<200).map { number in
            RequestFixture { ($0.externalID, $0.email) = ("<\(number)@mail>", "c\(number % 10)@example.com") }.bytes
        }

        try await rig.post((0..<200).flatMap { [bodies[$0], bodies[$0]] })

        try await eventually("an empty queue") {
            let ready = try await rig.topology.inspect(queue: Topology.intakeQueue)?.ready
            let stored = try await rig.desk.count("message")
            return stored == 200 && ready == 0
        }
        for worker in workers { await worker.stop() }
        #expect(try await rig.desk.count("ticket") == 200)
        #expect(try await rig.desk.count("customer") == 10)
        #expect(try await rig.desk.count("contact_point") == 10)
        #expect(try await rig.desk.count("parked_message") == 0)
        #expect(try await rig.desk.count("quarantine") == 0)
        #expect(try await rig.topology.inspect(queue: "classifier.events")?.ready == 200)
    }

    @Test("a reply that overtook its original waits for it in the broker")
    func overtaken() async throws {
        let rig = try await Rig.make()
        let worker = try await rig.worker()
        let reply = RequestFixture { ($0.externalID, $0.inReplyTo) = ("<2@mail>", ["<1@mail>"]) }

        try await rig.post([reply.bytes])
        try await eventually("the reply to be taken") {
            try await rig.topology.inspect(queue: Topology.intakeQueue)?.ready == 0
        }
        try await rig.post([RequestFixture().bytes])

        try await eventually("both messages") { try await rig.desk.count("message") == 2 }
        await worker.stop()
        #expect(try await rig.desk.count("ticket") == 1)
    }

    @Test("thousands of messages pass in a few seconds")
    func throughput() async throws {
        let rig = try await Rig.make()
        let count = 3_000
        try await rig.post(
            (0..<count).map { number in
                RequestFixture { ($0.externalID, $0.email) = ("<\(number)@mail>", "c\(number)@example.com") }.bytes
            }
        )

        let start = ContinuousClock.now
        let worker = try await rig.worker()
        try await eventually("all tickets", within: .seconds(60)) { try await rig.desk.count("ticket") == count }
        let time = start.duration(to: .now)

        await worker.stop()
        print("intake: \(count) messages in \(time), start of the worker included")
    }
}

/// The broker of the test with the product's topology, and workers on it.
struct Rig: Sendable {
    let desk: Desk
    let topology: TopologyLink
    let publisher: PublisherLink

    static func make() async throws -> Rig {
        let address = try BrokerAddress(TestBroker.url, connectionName: "test")
        let topology = TopologyLink(address)
        try await topology.apply(.standard)
        let publisher = PublisherLink(address)
        await publisher.start()
        return Rig(desk: Desk(), topology: topology, publisher: publisher)
    }

    /// A worker that runs until `stop`; its log is dropped.
    func worker(_ variables: [String: String] = [:]) async throws -> WorkerProcess {
        let environment = [
            "AFTERSAIL_DATABASE_URL": TestDatabase.url, "AFTERSAIL_BROKER_URL": TestBroker.url, "AFTERSAIL_HTTP": "off",
        ].merging(variables) { _, new in new }
        var reader = SettingsReader(environment)
        let platformSettings = PlatformSettings(&reader)
        let settings = IntakeSettings(&reader)
        try reader.finish()
        let process = try WorkerProcess(
            Identity(worker: "intake"),
            settings: platformSettings,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) { Intake.build($0, settings) }
        try await process.start()
        return process
    }

    /// Posts bodies as an adapter does, straight to the queue.
    func post(_ bodies: [[UInt8]], replyTo: String? = nil) async throws {
        let properties = Properties(correlationID: replyTo.map { _ in "asked" }, replyTo: replyTo)
        let outcomes = await publisher.publish(
            bodies.map {
                OutgoingMessage(exchange: "", routingKey: Topology.intakeQueue, properties: properties, body: $0)
            }
        )
        #expect(outcomes.allSatisfy { $0 == .confirmed })
    }
}

/// Waits until `condition` holds, at most `limit`, and says what was awaited when it does not.
func eventually(
    _ what: String,
    within limit: Duration = .seconds(20),
    _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while ContinuousClock.now < deadline {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(20))  // lint:sleep the waiting tool itself
    }
    Issue.record("waited \(limit) for: \(what)")
}
