import Broker
import Contracts
import Harness
import Testing
import Topology

@testable import WorkerKit

@Suite("Applying the topology", .freshBroker, .timeLimit(.minutes(1)))
struct TopologyApplyTests {
    @Test("a retired binding is taken away, and applying again is harmless")
    func retired() async throws {
        let address = try BrokerAddress(TestBroker.url, connectionName: "test")
        let link = TopologyLink(address)
        let publisher = PublisherLink(address)
        await publisher.start()
        try await link.apply(.standard)
        let old = try #require(Topology.standard.retired.first)
        try await link.bind(queue: old.queue, to: old.exchange, key: old.key)
        try await say(by: publisher)
        #expect(try await link.inspect(queue: old.queue)?.ready == 1)

        try await link.apply(.standard)
        try await link.apply(.standard)
        try await say(by: publisher)

        #expect(try await link.inspect(queue: old.queue)?.ready == 1)
        #expect(try await link.inspect(queue: "classifier.events")?.ready == 2)
        await publisher.close()
        await link.close()
    }

    private func say(by publisher: PublisherLink) async throws {
        let outcomes = await publisher.publish([
            OutgoingMessage(
                exchange: Topology.eventExchange,
                routingKey: "normal.\(TicketOpenedV1.name)",
                properties: Properties(),
                body: []
            )
        ])
        #expect(outcomes == [.confirmed])
    }
}
