import Harness
import Testing

@testable import Broker

@Suite("Broker outages", .breakableBroker, .serialized)
struct OutageTests {
    @Test("an alarm blocks publishing, loses nothing, and ends by itself")
    func alarm() async throws {
        let bench = try Bench()
        try await bench.declare()
        let publisher = try await bench.publisher(window: 50)
        try await eventually("it is up") { publisher.state == .connected }
        try await TestBroker.offPool { try PrivateRabbitMQ.breakable.setMemoryAlarm(true) }

        let publishing = Task { await publisher.publish(bench.messages(0..<500, size: 1_000), deadline: .seconds(60)) }
        try await eventually("it is blocked") { if case .blocked = publisher.state { true } else { false } }
        #expect(await publisher.outstanding <= 50)
        try await TestBroker.offPool { try PrivateRabbitMQ.breakable.setMemoryAlarm(false) }
        let outcomes = await publishing.value

        #expect(outcomes.allSatisfy { $0 == .confirmed })
        #expect(publisher.state == .connected)
        #expect(try await bench.remaining() == (0..<500).map(String.init))
        await publisher.close()
    }

    @Test("a frozen broker means unknown within the deadline")
    func frozen() async throws {
        let bench = try Bench()
        try await bench.declare()
        let publisher = try await bench.publisher(heartbeat: .seconds(2))
        try await eventually("it is up") { publisher.state == .connected }
        try PrivateRabbitMQ.breakable.freeze()

        let clock = ContinuousClock()
        let begun = clock.now
        let outcomes = await publisher.publish(bench.messages(0..<3_000, size: 4_000), deadline: .seconds(2))
        let first = clock.now - begun
        try await eventually("the silence is noticed") { publisher.state == .connecting }
        let again = await publisher.publish(bench.messages(0..<1), deadline: .seconds(1))
        try PrivateRabbitMQ.breakable.thaw()

        #expect(first < .seconds(3))
        #expect(outcomes.contains(.unknown) && !outcomes.contains(.nacked))
        #expect(again == [.unknown])
        try await eventually("it is back") { publisher.state == .connected }
        #expect(await publisher.publish(bench.messages(0..<1)) == [.confirmed])
        await publisher.close()
    }

    @Test("every message confirmed before a broker's death is there after it")
    func killed() async throws {
        let bench = try Bench()
        try await bench.declare()
        let publisher = try await bench.publisher()
        try await TestBroker.offPool { try PrivateRabbitMQ.breakable.writeNames() }
        var killing: Task<Void, any Error>?

        var confirmed: Set<String> = []
        var unknown = 0
        for start in stride(from: 0, to: 20_000, by: 500) {
            var open = Array(start..<(start + 500))
            if start == 5_000 { killing = killInTheMidst(of: publisher) }
            while !open.isEmpty {
                let messages = open.flatMap { bench.messages($0..<($0 + 1), size: 200) }
                let outcomes = await publisher.publish(messages)
                let done = zip(open, outcomes).filter { $1 == .confirmed }.map { String($0.0) }
                confirmed.formUnion(done)
                unknown += outcomes.count { $0 == .unknown }
                open = zip(open, outcomes).filter { $1 != .confirmed }.map(\.0)
            }
        }
        try await killing?.value
        let consumer = try await bench.consumer(prefetch: 1_000)
        var found: Set<String> = []
        while found.count < 20_000 {
            let batch = try await consumer.nextBatch(maxCount: 1_000, maxBytes: 8 << 20, linger: .zero)
            found.formUnion(batch.compactMap(\.properties.messageID))
            await consumer.ack(batch)
        }

        #expect(confirmed.count == 20_000)
        #expect(confirmed.subtracting(found).isEmpty)
        #expect(unknown > 0)
        await consumer.close()
        await publisher.close()
    }

    @Test("a consumer goes on two seconds after the broker is back")
    func resumed() async throws {
        let bench = try Bench()
        try await bench.declare()
        try await bench.publish(0..<3)
        let consumer = try await bench.consumer()
        let before = try await consumer.take(3)

        try await TestBroker.offPool {
            try PrivateRabbitMQ.breakable.crash()
            try PrivateRabbitMQ.breakable.start()
        }
        let clock = ContinuousClock()
        let opened = clock.now
        let after = try await consumer.take(3)

        #expect(clock.now - opened < .seconds(4))
        #expect(after.map(\.properties.messageID) == before.map(\.properties.messageID))
        await consumer.ack(after)
        await consumer.close()
    }

    @Test("a new connection without a single confirm is given up early")
    func unheard() async throws {
        let bench = try Bench()
        try await bench.declare()
        let publisher = try await bench.publisher(heartbeat: .seconds(30))
        try await eventually("it is up") { publisher.state == .connected }
        try PrivateRabbitMQ.breakable.freeze()

        let clock = ContinuousClock()
        let begun = clock.now
        let outcomes = await publisher.publish(bench.messages(0..<1), deadline: .seconds(20))
        let noticed = clock.now - begun
        try PrivateRabbitMQ.breakable.thaw()

        #expect(outcomes == [.unknown])
        #expect(noticed < .seconds(5))
        await publisher.close()
    }

    private func killInTheMidst(of publisher: PublisherLink) -> Task<Void, any Error> {
        Task {
            try await eventually("some are under way") { await publisher.outstanding > 100 }
            try await TestBroker.offPool {
                try PrivateRabbitMQ.breakable.crash(writingNames: false)
                try PrivateRabbitMQ.breakable.start()
            }
        }
    }
}
