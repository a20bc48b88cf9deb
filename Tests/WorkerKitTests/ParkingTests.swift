import Broker
import Contracts
import FoundationEssentials
import Harness
import Postgres
import Rig
import Testing
import Topology

@testable import WorkerKit

@Suite("Parking", .freshDatabase, .freshBroker, .timeLimit(.minutes(3)))
struct ParkingTests {
    /// Older than any inbox partition, so that the inbox cannot count it.
    private static let id = UUID.version7(at: Date(timeIntervalSince1970: 1_500_000_000))

    @Test("a message is parked once for each try, however often it is delivered")
    func once() async throws {
        let rig = try await Rig.make()
        let worker = try await rig.worker("classifier") { platform, _ in
            platform.listen(to: .classifier)
            platform.handle(with: Classify())
        }

        for attempt in [1, 1, 2, 2, 1] { try await Self.deliver(attempt, rig) }
        try await rig.say([TicketOpenedV1.sample(1)])

        try await eventually("the last") { try await rig.ready("dispatcher.normal") == 1 }
        await worker.stop()
        let rows = try await rig.database.rows("SELECT attempts FROM parked_message ORDER BY attempts")
        #expect(try rows.map { row in try row("attempts") as Int } == [1, 2])
    }

    private static func deliver(_ attempt: Int, _ rig: Rig) async throws {
        var properties = Properties()
        properties.messageID = id.uuidString.lowercased()
        properties.type = TicketOpenedV1.name
        properties.headers = ["aftersail-attempt": .int(Int64(attempt))]
        let outcomes = await rig.publisher.publish([
            OutgoingMessage(
                exchange: "",
                routingKey: "classifier.events",
                properties: properties,
                body: try WireJSON.encode(TicketOpenedV1.sample(7))
            )
        ])
        #expect(outcomes == [.confirmed])
    }
}
