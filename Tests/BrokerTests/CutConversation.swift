import Harness
import Testing

@testable import Broker

/// Declares a queue, publishes one message to it and consumes that, until all is done and known to be done.
///
/// Keeps to the product's ways: a call that failed is repeated, what is not confirmed is published again, a message
/// counts once.
struct CutConversation: Sendable {
    struct End {
        /// Times that the message counted.
        var effects = 0
        /// Calls of publish.
        var publishes = 0
        /// Deliveries that were none for a second time.
        var copies = 0
    }

    /// What a machine that does much else may add to a deadline.
    private static let room = Duration.seconds(15)

    let bench: Bench
    /// A link that nobody cuts.
    let direct: TopologyLink
    let queue: String
    let place: String

    func run() async throws -> End {
        var end = End()
        try await declare()
        try await publish(&end)
        try await consume(&end)
        _ = try? await direct.delete(queue: queue)
        return end
    }

    private func declare() async throws {
        let link = TopologyLink(try bench.address())
        for _ in 1...10 {
            let began = ContinuousClock.now
            do {
                try await link.declareQueue(queue, arguments: ["x-queue-type": "quorum"])
                return await link.close()
            } catch {
                // Whatever it is, the next call connects anew.
            }
            #expect(began.duration(to: .now) < TopologyLink.callLimit + Self.room, "\(place)")
        }
        Issue.record("not declared after 10 tries: \(place)")
    }

    private func publish(_ end: inout End) async throws {
        let link = try await bench.publisher(heartbeat: .seconds(1))
        let properties = Properties(messageID: "1")
        let message = OutgoingMessage(exchange: "", routingKey: queue, properties: properties, body: [1])
        var outcomes: [PublishOutcome] = []
        while outcomes != [.confirmed], end.publishes < 20 {
            end.publishes += 1
            let began = ContinuousClock.now
            outcomes = await link.publish([message], deadline: .seconds(3))
            #expect(outcomes == [.confirmed] || outcomes == [.unknown], "\(place)")
            #expect(began.duration(to: .now) < .seconds(3) + Self.room, "\(place)")
        }
        #expect(outcomes == [.confirmed], "\(place)")
        await link.close()
    }

    private func consume(_ end: inout End) async throws {
        let address = try bench.address(heartbeat: .seconds(1))
        let link = ConsumerLink(address, subscriptions: [Subscription(queue: queue, prefetch: 10)])
        await link.start()
        var inbox: Set<String> = []
        repeat {
            let batch = try await link.nextBatch(maxCount: 10, maxBytes: 1 << 20, linger: .zero)
            for delivery in batch {
                if !delivery.redelivered { end.copies += 1 }
                if inbox.insert(delivery.properties.messageID ?? "?").inserted { end.effects += 1 }
            }
            await link.ack(batch)
            await link.suspend()
        } while try await hasMore(link)
        await link.close()
    }

    /// Whether anything is left, now that the link has stopped consuming; then it goes on.
    ///
    /// Once no consumer is counted any more, the broker has given back what lost connections held.
    private func hasMore(_ link: ConsumerLink) async throws -> Bool {
        var depth: QueueDepth?
        try await eventually("nobody consumes: \(place)", within: .seconds(40)) {
            depth = try? await direct.inspect(queue: queue)
            return depth?.consumers == 0
        }
        guard let depth, depth.ready > 0 else { return false }
        await link.resume()
        return true
    }
}
