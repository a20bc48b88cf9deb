import Harness
import Testing

@testable import Broker

@Suite("Login", .freshBroker)
struct LoginTests {
    @Test("a wrong password is refused without being shown")
    func password() async throws {
        let url = TestBroker.url.replacing("guest:guest", with: "guest:s3cr3t")
        let link = TopologyLink(try BrokerAddress(url, connectionName: "t"))

        let failure = await #expect(throws: BrokerError.self) { try await link.declareQueue("q") }

        guard case .refused(403, _) = failure else {
            Issue.record("expected 403, got \(String(describing: failure))")
            return
        }
        #expect(failure?.isTransient == false)
        #expect(failure?.description.contains("s3cr3t") == false)
        await link.close()
    }

    @Test("an absent virtual host is refused")
    func virtualHost() async throws {
        let address = try BrokerAddress(TestBroker.url + "-absent", connectionName: "t")
        let publisher = PublisherLink(address)
        await publisher.start()

        try await eventually("the reason is readable") {
            if case .refused = publisher.trouble { true } else { false }
        }
        #expect(publisher.state == .connecting)
        await publisher.close()
    }

    @Test("nobody listening is reported as transient")
    func absent() async throws {
        let link = TopologyLink(try BrokerAddress("amqp://127.0.0.1:1", connectionName: "t"))

        let failure = await #expect(throws: BrokerError.self) { try await link.inspect(queue: "q") }

        #expect(failure?.isTransient == true)
        await link.close()
    }

    @Test("the second host is used when the first is down")
    func hosts() async throws {
        let url = TestBroker.url.replacing("@", with: "@127.0.0.1:1,")
        let link = TopologyLink(try BrokerAddress(url, connectionName: "t"))

        #expect(try await link.inspect(queue: "absent") == nil)
        await link.close()
    }

    @Test("a link over TLS trusts the right authority")
    func trusted() async throws {
        let url = try await TestBroker.offPool { try PrivateRabbitMQ.shared.freshVirtualHostOverTLS() }
        let file = try PrivateRabbitMQ.shared.authorityFile
        let address = try BrokerAddress(url, caFile: file, connectionName: "t")
        let topology = TopologyLink(address)
        try await topology.declareQueue("work")
        let publisher = PublisherLink(address)
        await publisher.start()
        let consumer = ConsumerLink(address, subscriptions: [Subscription(queue: "work", prefetch: 50)])
        await consumer.start()
        let body = [UInt8](repeating: 7, count: 300_000)
        let message = OutgoingMessage(exchange: "", routingKey: "work", body: body)

        let outcomes = await publisher.publish(Array(repeating: message, count: 20))
        let taken = try await consumer.take(20)
        await consumer.ack(taken)

        #expect(outcomes.allSatisfy { $0 == .confirmed })
        #expect(taken.allSatisfy { $0.body == body })
        await consumer.close()
        await publisher.close()
        await topology.close()
    }

    @Test("a link over TLS refuses a stranger's authority and a wrong name", arguments: [true, false])
    func untrusted(stranger: Bool) async throws {
        let url = try await TestBroker.offPool { try PrivateRabbitMQ.shared.freshVirtualHostOverTLS() }
        let node = PrivateRabbitMQ.shared
        let file = try stranger ? node.strangerFile : node.authorityFile
        let name = stranger ? url : url.replacing("localhost", with: "localhost.localdomain.invalid")
        let link = TopologyLink(try BrokerAddress(name, caFile: file, connectionName: "t"))

        let failure = await #expect(throws: BrokerError.self) { try await link.inspect(queue: "q") }

        guard case .cannotConnect = failure else {
            Issue.record("expected no connection, got \(String(describing: failure))")
            return
        }
        await link.close()
    }
}
