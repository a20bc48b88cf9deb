@testable import Broker
import FoundationEssentials
import Harness
import Testing

@Suite("Broker conformance", .freshBroker)
struct ConformanceTests {
    @Test("a confirmed message is consumed once", arguments: Bench.Route.allCases)
    func once(route: Bench.Route) async throws {
        let bench = try Bench(route)
        try await bench.declare()
        let consumer = try await bench.consumer()

        try await bench.publish(0..<1)
        let taken = try await consumer.take(1)
        await consumer.ack(taken)
        await consumer.close()

        #expect(taken.map(\.body) == [Array("0".utf8)])
        #expect(taken.first?.redelivered == false)
        #expect(taken.first?.queue == "work")
        #expect(try await bench.remaining().isEmpty)
    }

    @Test("two thousand messages arrive in order", arguments: Bench.Route.allCases)
    func order(route: Bench.Route) async throws {
        let bench = try Bench(route)
        try await bench.declare()
        let consumer = try await bench.consumer()

        try await bench.publish(0..<2_000)
        var ids: [String] = []
        while ids.count < 2_000 {
            let batch = try await consumer.nextBatch(maxCount: 100, maxBytes: 1 << 20, linger: .milliseconds(2))
            ids += batch.map { $0.properties.messageID ?? "" }
            await consumer.ack(batch)
        }
        await consumer.close()

        #expect(ids == (0..<2_000).map(String.init))
    }

    @Test("every property survives the way", arguments: Bench.Route.allCases)
    func properties(route: Bench.Route) async throws {
        let bench = try Bench(route)
        try await bench.declare()
        let sent = Properties(
            contentType: "application/json",
            contentEncoding: "identity",
            headers: [
                "text": "您好", "number": 42, "flag": true, "real": .double(1.5), "none": .null,
                "bytes": .bytes([0, 255]), "when": .timestamp(Date(timeIntervalSince1970: 1_700_000_000)),
                "table": .table(["inner": .array(["a", 1, .table([:])])]),
            ],
            correlationID: "c",
            replyTo: "aftersail.reply.x",
            messageID: "m",
            timestamp: Date(timeIntervalSince1970: 1_700_000_001),
            type: "ticket.opened.v1",
            userID: "guest",
            appID: "bench"
        )
        let message = OutgoingMessage(exchange: "", routingKey: "work", properties: sent, body: Array("汉".utf8))
        let publisher = try await bench.publisher()

        let outcomes = await publisher.publish([message])
        var received = try await bench.topology.get(queue: "work")
        received?.properties.headers["x-delivery-count"] = nil

        #expect(outcomes == [.confirmed])
        #expect(received?.properties == sent)
        #expect(received?.body == message.body)
        await publisher.close()
    }

    @Test("an unroutable message comes back, its neighbours do not")
    func returned() async throws {
        let bench = try Bench()
        try await bench.declare()
        var messages = bench.messages(0..<6)
        messages[2].routingKey = "nowhere"
        messages[3].routingKey = "nowhere"
        messages[3].mandatory = false
        let publisher = try await bench.publisher()

        let outcomes = await publisher.publish(messages)

        let back = PublishOutcome.returned(code: 312, reason: "NO_ROUTE")
        #expect(outcomes == [.confirmed, .confirmed, back, .confirmed, .confirmed, .confirmed])
        await publisher.close()
    }

    @Test("a full queue nacks what it does not take")
    func nacked() async throws {
        let bench = try Bench()
        try await bench.declare(["x-max-length": 5, "x-overflow": "reject-publish"])
        let publisher = try await bench.publisher(window: 1)

        let outcomes = await publisher.publish(bench.messages(0..<20))

        #expect(outcomes.count { $0 == .confirmed } == (try await bench.remaining().count))
        #expect(outcomes.count { $0 == .nacked } >= 10)
        await publisher.close()
    }

    @Test("an absent exchange returns only its own message")
    func absent() async throws {
        let bench = try Bench()
        try await bench.declare()
        var messages = bench.messages(0..<5)
        messages[2].exchange = "absent"
        let publisher = try await bench.publisher()
        var outcomes: [Int: PublishOutcome] = [:]

        for _ in 0..<10 where outcomes.count < 5 {
            let open = messages.indices.filter { outcomes[$0] == nil }
            let answers = await publisher.publish(open.map { messages[$0] })
            for (index, answer) in zip(open, answers) where answer != .unknown { outcomes[index] = answer }
        }

        guard case .returned(404, _) = outcomes[2] else {
            Issue.record("expected 404, got \(String(describing: outcomes[2]))")
            return
        }
        #expect([0, 1, 3, 4].allSatisfy { outcomes[$0] == .confirmed })
        await publisher.close()
    }

    @Test("headers above the frame size are refused alone")
    func headers() async throws {
        let bench = try Bench()
        try await bench.declare()
        var messages = bench.messages(0..<3)
        messages[1].properties.headers["big"] = .string(String(repeating: "x", count: 140_000))
        let publisher = try await bench.publisher()

        let outcomes = await publisher.publish(messages)

        guard case .returned(501, _) = outcomes[1] else {
            Issue.record("expected 501, got \(outcomes[1])")
            return
        }
        #expect(outcomes[0] == .confirmed)
        #expect(outcomes[2] == .confirmed)
        #expect(publisher.state == .connected)
        await publisher.close()
    }

    @Test("an oversize body arrives empty with its size", arguments: Bench.Route.allCases)
    func oversize(route: Bench.Route) async throws {
        let bench = try Bench(route)
        try await bench.declare()
        let consumer = try await bench.consumer(maxBodyBytes: 200_000)

        try await bench.publish(0..<1, size: 1_000_000)
        try await bench.publish(1..<2, size: 200_000)
        let taken = try await consumer.take(2)

        #expect(taken.map(\.oversize) == [1_000_000, nil])
        #expect(taken.map(\.body.count) == [0, 200_000])
        await consumer.close()
    }

    @Test("a batch respects bytes but holds at least one")
    func bytes() async throws {
        let bench = try Bench()
        try await bench.declare()
        try await bench.publish(0..<4, size: 1_000)
        let consumer = try await bench.consumer()
        try await eventually("all four arrived") { await consumer.held.count == 4 }

        let first = try await consumer.nextBatch(maxCount: 10, maxBytes: 1, linger: .zero)
        let second = try await consumer.nextBatch(maxCount: 10, maxBytes: 2_500, linger: .zero)

        #expect(first.count == 1)
        #expect(second.count == 2)
        await consumer.close()
    }

    @Test("the first subscription is taken first")
    func lanes() async throws {
        let bench = try Bench()
        try await bench.topology.declareQueue("urgent")
        try await bench.topology.declareQueue("work")
        var urgent = bench.messages(10..<12)
        for index in urgent.indices { urgent[index].routingKey = "urgent" }
        let publisher = try await bench.publisher()
        _ = await publisher.publish(bench.messages(0..<2) + urgent)
        let subscriptions = ["urgent", "work"].map { Subscription(queue: $0, prefetch: 10) }
        let consumer = ConsumerLink(try bench.address(), subscriptions: subscriptions)
        await consumer.start()
        try await eventually("all four arrived") { await consumer.held.count == 4 }

        let batch = try await consumer.nextBatch(maxCount: 10, maxBytes: 1 << 20, linger: .zero)

        #expect(batch.map(\.queue) == ["urgent", "urgent", "work", "work"])
        await consumer.ack(batch)
        await consumer.close()
        await publisher.close()
    }
}
