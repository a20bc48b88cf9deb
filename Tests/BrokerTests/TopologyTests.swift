import Harness
import Testing

@testable import Broker

@Suite("Topology", .freshBroker)
struct TopologyTests {
    @Test("an absent queue is nothing and a present one has a depth")
    func inspect() async throws {
        let bench = try Bench()
        #expect(try await bench.topology.inspect(queue: "work") == nil)

        try await bench.declare()
        try await bench.publish(0..<3)

        #expect(try await bench.topology.inspect(queue: "work") == QueueDepth(ready: 3, consumers: 0))
        #expect(try await bench.topology.purge(queue: "work") == 3)
    }

    @Test("a declaration that differs is refused and the link goes on")
    func mismatch() async throws {
        let bench = try Bench()
        try await bench.declare()

        let failure = await #expect(throws: BrokerError.self) {
            try await bench.declare(["x-max-length": 5])
        }

        guard case .refused(406, _) = failure else {
            Issue.record("expected 406, got \(String(describing: failure))")
            return
        }
        #expect(try await bench.topology.inspect(queue: "work") != nil)
    }

    @Test("a binding routes and unbinding ends it")
    func binding() async throws {
        let bench = try Bench()
        try await bench.declare()
        try await bench.topology.declareExchange("events", kind: "topic")
        try await bench.topology.bind(queue: "work", to: "events", key: "normal.#")
        let message = OutgoingMessage(exchange: "events", routingKey: "normal.a.v1", body: [])
        let publisher = try await bench.publisher()

        #expect(await publisher.publish([message]) == [.confirmed])
        try await bench.topology.unbind(queue: "work", from: "events", key: "normal.#")
        #expect(await publisher.publish([message]) == [.returned(code: 312, reason: "NO_ROUTE")])
        await publisher.close()
    }

    @Test("a message got by a tool is settled by it")
    func get() async throws {
        let bench = try Bench()
        try await bench.declare()
        try await bench.publish(0..<1)

        let delivery = try #require(try await bench.topology.get(queue: "work"))
        #expect(try await bench.topology.get(queue: "work") == nil)
        try await bench.topology.ack(delivery.tag)
        await bench.topology.close()

        #expect(try await Bench().topology.inspect(queue: "work")?.ready == 0)
    }

    @Test("many callers at once each get their own answer")
    func concurrent() async throws {
        let bench = try Bench()
        let topology = bench.topology

        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<40 {
                group.addTask {
                    guard number.isMultiple(of: 2) else { return try await topology.inspect(queue: "absent") == nil }
                    return try await topology.declareQueue("q\(number)") == "q\(number)"
                }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }

    @Test("the broker tells its version and what it can do")
    func server() async throws {
        let bench = try Bench()

        #expect(try await bench.topology.serverVersion().hasPrefix("3."))
        #expect(try await bench.topology.serverCapabilities().contains("publisher_confirms"))
    }

    @Test("a name too long is refused before it is sent")
    func length() async throws {
        let bench = try Bench()
        let name = String(repeating: "n", count: 256)

        await #expect(throws: BrokerError.tooLarge(size: 256, limit: 255)) {
            try await bench.topology.declareQueue(name)
        }
        #expect(try await bench.topology.inspect(queue: "q") == nil)
    }

    @Test("a reply queue has a new name after a reconnect")
    func replies() async throws {
        let bench = try Bench(.proxied)
        let consumer = ConsumerLink(try bench.address(), subscriptions: [.replies(prefetch: 10)])
        await consumer.start()
        let first = try await consumer.replyQueueName()
        bench.proxy?.cutAll()
        try await eventually("the name is new") { try await consumer.replyQueueName() != first }

        let name = try await consumer.replyQueueName()
        let publisher = try await bench.publisher()
        let outcomes = await publisher.publish([OutgoingMessage(exchange: "", routingKey: name, body: [1])])
        let taken = try await consumer.take(1)

        #expect(outcomes == [.confirmed])
        #expect(taken.first?.queue == name)
        await consumer.close()
        await publisher.close()
    }
}
