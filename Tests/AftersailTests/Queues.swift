import Broker
import Contracts
import FoundationEssentials
import Harness

/// What lies in the test's queues.
enum Queues {
    struct Message: Sendable {
        let type: String
        let id: String?
        let body: [UInt8]
    }

    /// Takes everything out of a queue.
    static func messages(in queue: String) async -> [Message] {
        guard let address = try? BrokerAddress(TestBroker.url, connectionName: "test") else { return [] }
        let link = TopologyLink(address)
        var messages: [Message] = []
        while let delivery = try? await link.get(queue: queue) {
            messages.append(
                Message(type: delivery.properties.type ?? "", id: delivery.properties.messageID, body: delivery.body)
            )
            try? await link.ack(delivery.tag)
        }
        await link.close()
        return messages
    }

    /// Answers the next `count` requests as intake would: those with a body are accepted.
    static func answer(_ count: Int) async throws {
        let link = TopologyLink(try BrokerAddress(TestBroker.url, connectionName: "fake intake"))
        let publisher = PublisherLink(try BrokerAddress(TestBroker.url, connectionName: "fake intake"))
        await publisher.start()
        let deadline = ContinuousClock.now + .seconds(20)
        var answered = 0
        while answered < count, ContinuousClock.now < deadline {
            guard let delivery = try await link.get(queue: "intake.requests") else {
                await Task.yield()
                continue
            }
            let hasBody = String(decoding: delivery.body, as: UTF8.self).contains(#""body""#)
            let answer: IntakeAnswerV1 =
                hasBody
                ? .accepted(ticket: "AS-0000000\(answered)", duplicate: answered == 1)
                : .refused([.init(field: "body", reason: "is missing")])
            let properties = Properties(correlationID: delivery.properties.correlationID)
            _ = await publisher.publish([
                OutgoingMessage(
                    exchange: "",
                    routingKey: delivery.properties.replyTo ?? "",
                    properties: properties,
                    body: try WireJSON.encode(answer)
                )
            ])
            try await link.ack(delivery.tag)
            answered += 1
        }
        await publisher.close()
        await link.close()
    }
}
