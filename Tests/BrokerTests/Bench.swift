import FoundationEssentials
import Harness
import Testing

@testable import Broker

/// A queue with a publisher, a consumer and a topology link around it, direct or through a proxy.
struct Bench {
    /// How the links reach the broker.
    enum Route: String, CaseIterable, Sendable {
        case direct
        case proxied
    }

    let url: String
    let proxy: FaultProxy?
    let topology: TopologyLink
    let queue = "work"

    init(_ route: Route = .direct, url: String = TestBroker.url, recording: Bool = false) throws {
        let port = try #require(url.split(separator: ":").last?.split(separator: "/").first.flatMap { Int($0) })
        proxy = route == .proxied ? try FaultProxy(to: port, recording: recording) : nil
        self.url = proxy.map { url.replacing(":\(port)/", with: ":\($0.port)/") } ?? url
        topology = TopologyLink(try BrokerAddress(url, connectionName: "bench-topology"))
    }

    func declare(_ arguments: [String: HeaderValue] = [:]) async throws {
        try await topology.declareQueue(queue, arguments: arguments.merging(["x-queue-type": "quorum"]) { $1 })
    }

    func address(heartbeat: Duration = .seconds(5)) throws -> BrokerAddress {
        try BrokerAddress(url, heartbeat: heartbeat, connectionName: "bench")
    }

    func publisher(window: Int = 1_000, heartbeat: Duration = .seconds(5)) async throws -> PublisherLink {
        let link = PublisherLink(try address(heartbeat: heartbeat), window: window)
        await link.start()
        return link
    }

    func consumer(
        prefetch: UInt16 = 200,
        heartbeat: Duration = .seconds(5),
        maxHeldBytes: Int = 16 << 20,
        maxBodyBytes: Int = 4 << 20
    ) async throws -> ConsumerLink {
        let link = ConsumerLink(
            try address(heartbeat: heartbeat),
            subscriptions: [Subscription(queue: queue, prefetch: prefetch)],
            maxHeldBytes: maxHeldBytes,
            maxBodyBytes: maxBodyBytes
        )
        await link.start()
        return link
    }

    /// Messages to the queue, numbered from 0 by id and body.
    func messages(_ numbers: Range<Int>, size: Int = 0) -> [OutgoingMessage] {
        numbers.map { number in
            let text = Array(String(number).utf8)
            let body = text + [UInt8](repeating: 32, count: max(0, size - text.count))
            return OutgoingMessage(
                exchange: "",
                routingKey: queue,
                properties: Properties(messageID: String(number)),
                body: body
            )
        }
    }

    func publish(_ numbers: Range<Int>, size: Int = 0) async throws {
        let link = try await publisher()
        let outcomes = await link.publish(messages(numbers, size: size))
        await link.close()
        #expect(outcomes.allSatisfy { $0 == .confirmed })
    }

    /// Empties the queue and gives the message ids in order.
    func remaining() async throws -> [String] {
        var found: [String] = []
        while let delivery = try await topology.get(queue: queue) {
            found.append(delivery.properties.messageID ?? "?")
            try await topology.ack(delivery.tag)
        }
        return found
    }
}

extension ConsumerLink {
    /// Takes deliveries until there are so many.
    func take(_ count: Int) async throws -> [Delivery] {
        var taken: [Delivery] = []
        while taken.count < count {
            taken += try await nextBatch(maxCount: count - taken.count, maxBytes: 64 << 20, linger: .zero)
        }
        return taken
    }

    /// Sends any request on the consuming channel.
    func say(_ request: Request) {
        perform { (_, wire) throws(BrokerError) in try wire.send(request, channel: 1) }
    }

    func ack(_ deliveries: [Delivery]) async {
        await settle(deliveries.map { ($0.tag, .ack) })
    }

    /// Takes and settles until there were so many; gives their number.
    func ack(atLeast count: Int) async throws -> Int {
        var seen = 0
        while seen < count {
            let batch = try await nextBatch(maxCount: 100, maxBytes: 1 << 20, linger: .zero)
            seen += batch.count
            await ack(batch)
        }
        return seen
    }

    /// Takes and settles until the link is drained; counts what came, and what came again.
    func ackUntilClosed() async -> (seen: Int, redelivered: Int) {
        var count = (seen: 0, redelivered: 0)
        while let batch = try? await nextBatch(maxCount: 100, maxBytes: 1 << 20, linger: .zero) {
            count.seen += batch.count
            count.redelivered += batch.count { $0.redelivered }
            await ack(batch)
        }
        return count
    }
}

extension PublisherLink {
    /// Messages without confirm.
    var outstanding: Int { ledger.outstanding }
}

/// Waits until a condition holds; fails with what was awaited.
func eventually(
    _ what: Comment,
    within limit: Duration = .seconds(20),
    _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while try await !condition() {
        guard ContinuousClock.now < deadline else {
            Issue.record("not within \(limit): \(what)")
            throw CancellationError()
        }
        try await Task.sleep(for: .milliseconds(10))  // lint:sleep poll of a condition with a deadline
    }
}

/// Whether a condition holds all the time.
func holds(for period: Duration, _ condition: () async throws -> Bool) async throws -> Bool {
    let deadline = ContinuousClock.now + period
    while ContinuousClock.now < deadline {
        guard try await condition() else { return false }
        try await Task.sleep(for: .milliseconds(20))  // lint:sleep watches a condition for a period
    }
    return true
}

/// The result of work, or nil if it lasts too long; the work is cancelled then.
func limited<Value: Sendable>(
    to limit: Duration,
    _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value? {
    try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await Task.sleep(for: limit)  // lint:sleep the deadline itself
            return nil
        }
        defer { group.cancelAll() }
        return try await group.next() ?? nil
    }
}
