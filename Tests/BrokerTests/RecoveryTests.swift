import Harness
import Testing

@testable import Broker

@Suite("Recovery", .freshBroker)
struct RecoveryTests {
    @Test("a deleted queue is consumed again when it is back")
    func deleted() async throws {
        let bench = try Bench()
        try await bench.declare()
        let consumer = try await bench.consumer()
        try await eventually("it consumes") { consumer.state == .connected }

        try await bench.topology.delete(queue: "work")
        try await eventually("the cancel is noticed") { consumer.state == .connecting }
        #expect(consumer.trouble != nil)
        try await bench.declare()
        try await bench.publish(0..<1)
        let taken = try await consumer.take(1)

        #expect(taken.count == 1)
        #expect(consumer.state == .connected)
        await consumer.close()
    }

    @Test("a missing queue does not keep others from being consumed")
    func missing() async throws {
        let bench = try Bench()
        try await bench.declare()
        let subscriptions = ["absent", "work"].map { Subscription(queue: $0, prefetch: 10) }
        let consumer = ConsumerLink(try bench.address(), subscriptions: subscriptions)
        await consumer.start()

        try await bench.publish(0..<1)
        let taken = try await consumer.take(1)
        #expect(taken.first?.queue == "work")
        #expect(consumer.state == .connecting)
        try await bench.topology.declareQueue("absent")

        try await eventually("both are consumed") { consumer.state == .connected }
        await consumer.close()
    }

    @Test("a wrong delivery tag costs the channel, not the link")
    func channel() async throws {
        let bench = try Bench()
        try await bench.declare()
        let consumer = try await bench.consumer()
        try await eventually("it consumes") { consumer.state == .connected }
        let epoch = await consumer.epoch

        await consumer.say(.ack(number: 99, multiple: false))
        try await eventually("the channel is new") { await consumer.epoch > epoch && consumer.state == .connected }
        try await bench.publish(0..<1)

        #expect(try await consumer.take(1).count == 1)
        await consumer.close()
    }

    @Test("a silent link is noticed within its heartbeat bound")
    func silence() async throws {
        let bench = try Bench(.proxied)
        try await bench.declare()
        let consumer = try await bench.consumer(heartbeat: .seconds(1))
        let publisher = try await bench.publisher(heartbeat: .seconds(1))
        try await eventually("both are up") { consumer.state == .connected && publisher.state == .connected }

        bench.proxy?.stall(.toClient)
        let noticed = try await ContinuousClock().measure {
            try await eventually("both notice") { consumer.state == .connecting && publisher.state == .connecting }
        }
        bench.proxy?.cutAll()
        bench.proxy?.resume()

        #expect(noticed < .seconds(4))
        try await eventually("both are back") { consumer.state == .connected && publisher.state == .connected }
        await consumer.close()
        await publisher.close()
    }

    @Test("a handler slower than many heartbeats keeps its connection")
    func slow() async throws {
        let bench = try Bench()
        try await bench.declare()
        try await bench.publish(0..<2)
        let consumer = try await bench.consumer(heartbeat: .seconds(2))
        let taken = try await consumer.take(2)

        let stayed = try await holds(for: .seconds(10)) { consumer.state == .connected }
        await consumer.ack(taken)
        await consumer.close()

        #expect(stayed)
        #expect(try await bench.remaining().isEmpty)
    }

    @Test("a link that holds too much stops reading and stays alive")
    func pause() async throws {
        let bench = try Bench()
        try await bench.declare()
        try await bench.publish(0..<300, size: 20_000)
        let consumer = try await bench.consumer(prefetch: 1_000, heartbeat: .seconds(1), maxHeldBytes: 400_000)
        try await eventually("it holds its fill") { await consumer.isPaused }

        let stayed = try await holds(for: .seconds(5)) {
            let held = await consumer.held.bytes
            return consumer.state == .connected && held < 500_000
        }
        let all = try await consumer.take(300)

        #expect(stayed)
        #expect(all.allSatisfy { !$0.redelivered && $0.body.count == 20_000 })
        await consumer.close()
    }

    @Test("a link that holds its fill can be suspended and gives everything back")
    func suspended() async throws {
        let bench = try Bench()
        try await bench.declare()
        try await bench.publish(0..<300, size: 20_000)
        let consumer = try await bench.consumer(prefetch: 1_000, maxHeldBytes: 400_000)
        try await eventually("it holds its fill") { await consumer.isPaused }

        // The broker's word stands behind deliveries that are not read yet.
        Task { await consumer.suspend() }
        try await eventually("all are back") { try await bench.topology.inspect(queue: "work")?.ready == 300 }

        #expect(consumer.state == .suspended)
        await consumer.close()
    }

    @Test("a half closed connection is replaced")
    func halfClosed() async throws {
        let bench = try Bench(.proxied)
        try await bench.declare()
        let consumer = try await bench.consumer()
        try await eventually("it consumes") { consumer.state == .connected }

        bench.proxy?.halfClose(.toClient)
        try await bench.publish(0..<1)

        #expect(try await consumer.take(1).count == 1)
        #expect(bench.proxy.map { $0.accepted >= 2 } == true)
        await consumer.close()
    }
}
