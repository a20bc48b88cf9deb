import Harness
import Testing

@testable import Broker

@Suite("Settlement", .freshBroker)
struct SettlementTests {
    @Test("a multiple ack leaves the unfinished delivery alone")
    func unfinished() async throws {
        let bench = try Bench()
        try await bench.declare()
        try await bench.publish(0..<10)
        let consumer = try await bench.consumer()
        let taken = try await consumer.take(10)

        await consumer.ack(Array(taken[5...]))
        await consumer.ack([taken[0], taken[1], taken[2], taken[4]])
        await consumer.close()

        #expect(try await bench.remaining() == ["3"])
    }

    @Test("requeue gives back and reject dead-letters")
    func negative() async throws {
        let bench = try Bench()
        try await bench.topology.declareQueue("dead")
        try await bench.declare(["x-dead-letter-exchange": "", "x-dead-letter-routing-key": "dead"])
        try await bench.publish(0..<3)
        let consumer = try await bench.consumer()
        let taken = try await consumer.take(3)

        await consumer.settle([(taken[0].tag, .ack), (taken[1].tag, .requeue), (taken[2].tag, .reject)])
        let again = try await consumer.take(1)
        await consumer.ack(again)
        await consumer.close()

        #expect(again.first?.properties.messageID == "1")
        #expect(again.first?.redelivered == true)
        #expect(again.first?.deliveryCount == 1)
        try await eventually("the dead letter arrived") { try await bench.topology.inspect(queue: "dead")?.ready == 1 }
    }

    @Test("after a cut everything comes again and old acks are dropped")
    func cut() async throws {
        let bench = try Bench(.proxied)
        try await bench.declare()
        try await bench.publish(0..<5)
        let consumer = try await bench.consumer()
        let first = try await consumer.take(5)

        bench.proxy?.cutAll()
        let second = try await consumer.take(5)
        await consumer.ack(first)
        await consumer.close()

        #expect(second.allSatisfy { $0.redelivered && $0.deliveryCount >= 1 })
        #expect(second.allSatisfy { $0.tag.epoch > first[0].tag.epoch })
        #expect(try await bench.remaining() == ["0", "1", "2", "3", "4"])
    }

    @Test("suspending hands untaken messages back and keeps the connection")
    func suspend() async throws {
        let bench = try Bench()
        try await bench.declare()
        try await bench.publish(0..<10)
        let consumer = try await bench.consumer()
        let taken = try await consumer.take(4)

        await consumer.suspend()
        try await eventually("six are back") { try await bench.topology.inspect(queue: "work")?.ready == 6 }
        #expect(consumer.state == .suspended)
        await consumer.ack(taken)
        await consumer.resume()
        let rest = try await consumer.take(6)
        await consumer.ack(rest)
        await consumer.close()

        #expect(taken.allSatisfy { !$0.redelivered })
        #expect(rest.allSatisfy { $0.tag.epoch == taken[0].tag.epoch })
        #expect(try await bench.remaining().isEmpty)
    }

    @Test("draining that hands out ends without any redelivery")
    func drain() async throws {
        let bench = try Bench()
        try await bench.declare()
        try await bench.publish(0..<500)
        let leaving = try await bench.consumer(prefetch: 100)
        let first = try await leaving.take(50)

        await leaving.drain(handingOut: true)
        await leaving.ack(first)
        var seen = first
        while let batch = try? await leaving.nextBatch(maxCount: 30, maxBytes: 1 << 20, linger: .zero) {
            seen += batch
            await leaving.ack(batch)
        }
        await leaving.close()
        let staying = try await bench.consumer(prefetch: 500)
        let rest = try await staying.take(500 - seen.count)
        await staying.ack(rest)
        await staying.close()

        #expect((seen + rest).count { $0.redelivered } == 0)
        #expect(Set((seen + rest).compactMap(\.properties.messageID)).count == 500)
        #expect(rest.count > 0)
    }

    @Test("a consumer that leaves a busy queue has nothing given back in its name")
    func leaveBusyQueue() async throws {
        let bench = try Bench()
        try await bench.declare()
        let staying = try await bench.consumer()
        let stayed = Task { await staying.ackUntilClosed() }
        let publisher = try await bench.publisher()
        let publishing = Task {
            var published = 0
            while !Task.isCancelled {
                _ = await publisher.publish(bench.messages(published..<published + 5))
                published += 5
            }
            return published
        }
        var redelivered = 0
        var seen = 0
        for _ in 0..<20 {
            let leaving = try await bench.consumer()
            let first = try await leaving.ack(atLeast: 100)
            let left = Task { await leaving.ackUntilClosed() }
            await leaving.drain(handingOut: true)
            let count = await left.value
            redelivered += count.redelivered
            seen += first + count.seen
            await leaving.close()
        }
        publishing.cancel()
        let published = await publishing.value
        await publisher.close()
        await staying.drain(handingOut: true)
        let rest = await stayed.value
        await staying.close()

        #expect(seen + rest.seen == published)
        #expect(redelivered + rest.redelivered == 0)
    }

    @Test("plain draining returns untaken messages and settles taken ones")
    func drained() async throws {
        let bench = try Bench()
        try await bench.declare()
        try await bench.publish(0..<10)
        let consumer = try await bench.consumer()
        let taken = try await consumer.take(3)

        await consumer.drain()
        await consumer.ack(taken)
        await #expect(throws: BrokerError.closed) {
            try await consumer.nextBatch(maxCount: 1, maxBytes: 1, linger: .zero)
        }
        #expect(consumer.state == .draining)
        await consumer.close()

        #expect(try await bench.remaining().count == 7)
    }

    @Test("waiting ends with the task and with the link")
    func ends() async throws {
        let bench = try Bench()
        try await bench.declare()
        let consumer = try await bench.consumer()
        let cancelled = Task { try await consumer.nextBatch(maxCount: 1, maxBytes: 1, linger: .zero) }
        cancelled.cancel()
        await #expect(throws: BrokerError.cancelled) { try await cancelled.value }

        let waiting = Task { try await consumer.nextBatch(maxCount: 1, maxBytes: 1, linger: .zero) }
        try await eventually("it waits") { await !consumer.batchWaiters.isEmpty }
        await consumer.close()

        await #expect(throws: BrokerError.closed) { try await waiting.value }
        #expect(consumer.state == .closed)
    }
}
