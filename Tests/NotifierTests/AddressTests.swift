import Contracts
import FoundationEssentials
import Harness
import Postgres
import Testing

@testable import Notifier
@testable import WorkerKit

@Suite("Choosing the customer's address", .freshDatabase)
struct AddressTests {
    private static let ticket = UUID.numbered(1)

    private func told(on rig: Rig) async throws -> String? {
        _ = try await rig.decide(
            Announce(TicketResolvedV1.self, try rig.composer()),
            [TicketResolvedV1(ticketID: Self.ticket, version: 1, cycle: 1)]
        )
        return try await rig.text("SELECT coalesce(address, 'none') AS t FROM notification")
    }

    private func point(_ number: Int, _ address: String, secondsAfterOpening: Double, on rig: Rig) async throws {
        try await rig.database.execute(
            """
            INSERT INTO contact_point (id, customer_id, kind, value, created_at)
            SELECT $1, customer_id, 'email', $2, opened_at + $3 * interval '1 second' FROM ticket
            """,
            UUID.numbered(number),
            address,
            secondsAfterOpening
        )
    }

    @Test("mail goes to the address that opened the ticket")
    func opener() async throws {
        let rig = try await Rig.make()
        try await rig.ticket(1) { $0.replyEmail = "office@customer.example" }

        let address = try await told(on: rig)

        #expect(address == "office@customer.example")
    }

    @Test("without one it goes to the oldest known before")
    func oldest() async throws {
        let rig = try await Rig.make()
        try await rig.ticket(1) { $0.email = nil }
        try await point(11, "second@customer.example", secondsAfterOpening: -60, on: rig)
        try await point(12, "first@customer.example", secondsAfterOpening: -120, on: rig)

        let address = try await told(on: rig)

        #expect(address == "first@customer.example")
    }

    @Test("an address that came with or after the ticket gets nothing", arguments: [0.0, 60])
    func later(seconds: Double) async throws {
        let rig = try await Rig.make()
        try await rig.ticket(1) { $0.email = nil }
        try await point(11, "eve@elsewhere.example", secondsAfterOpening: seconds, on: rig)

        let address = try await told(on: rig)

        #expect(address == "none")
    }
}
