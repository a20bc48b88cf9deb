import Broker
import Contracts
import FoundationEssentials
import Harness
import Postgres
import Rig
import Testing

@testable import WorkerKit

@Suite("Suspects", .freshDatabase, .freshBroker)
struct CrashGuardTests {
    @Test("the more processes died on suspects, the fewer share a transaction")
    func groups() async throws {
        let rig = try await Rig.make()
        let ids = (0..<50).map { _ in UUID.version7(at: Date()) }
        for (starts, died) in [1: ids[10..<40], 2: ids[40..<43]] {
            try await rig.database.execute(
                """
                INSERT INTO attempt (worker, message_id, starts, epoch)
                SELECT 'classifier', id, $2, 900001 FROM unnest($1::uuid[]) AS id
                """,
                Array(died),
                starts
            )
        }
        let batch = ids.enumerated().map { index, id in Self.parcel(id, returns: index < 43 ? 2 : 1) }

        let groups = try await Self.crashGuard(rig).groups(of: batch)

        #expect(groups.reversed().map(\.parcels.count) == [1, 1, 1, 16, 14, 10, 7])
        let order = ids[40..<43] + ids[10..<40] + ids[0..<10] + ids[43...]
        #expect(groups.reversed().flatMap(\.parcels).map(\.envelope.id) == Array(order))
        #expect(groups.map(\.isSuspect) == [false, true, true, true, true, true, true])
    }

    private static func crashGuard(_ rig: Rig) -> CrashGuard {
        CrashGuard(
            maxStarts: 5,
            identity: Identity(worker: "classifier"),
            database: rig.database,
            epoch: ProcessEpoch()
        )
    }

    private static func parcel(_ id: UUID, returns: Int) -> Parcel {
        let properties = Properties(headers: ["x-delivery-count": .int(Int64(returns))], messageID: id.uuidString)
        return Parcel(
            Delivery(queue: "classifier.events", tag: DeliveryTag(epoch: 1, number: 1), properties: properties)
        )
    }
}
