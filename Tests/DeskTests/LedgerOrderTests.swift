import Desk
import FoundationEssentials
import Harness
import Postgres
import Testing
import Tickets

@Suite("Desk after a turn with a later clock", .freshDatabase, .freshBroker)
struct LedgerOrderTests {
    let ticket = TicketFixture.id

    @Test("a move is recorded behind the change it found")
    func behind() async throws {
        try await TicketFixture.store()
        try await atDesk { try await $0.wait(ticket, for: .parts) }
        try await withOwner { database in
            try await database.execute("UPDATE ticket_state SET updated_at = '2030-01-01 00:00:00+00'")
        }

        try await atDesk { try await $0.propose(ticket, "Ersatzteil") }
        try await atDesk(.customer) { try await $0.accept(ticket) }

        let lines = try await TicketFixture.texts(
            """
            SELECT kind || ' ' || extract(microseconds FROM recorded_at) AS t
            FROM ticket_event WHERE recorded_at > '2030-01-01' ORDER BY recorded_at, kind
            """
        )
        #expect(lines == ["proposed 1", "accepted 2", "resolved 2"])
        let states = try await TicketFixture.texts(
            "SELECT (updated_at = '2030-01-01 00:00:00.000002+00')::text AS t FROM ticket_state"
        )
        #expect(states == ["true"])
    }

    @Test("a move on a ticket nobody touched is recorded at its own instant")
    func first() async throws {
        try await TicketFixture.store()

        try await atDesk { try await $0.wait(ticket, for: .parts) }

        let rows = try await TicketFixture.texts("SELECT (recorded_at = at)::text AS t FROM ticket_event")
        #expect(rows == ["true"])
    }
}
