import Contracts
import FoundationEssentials
import Harness
import Postgres
import Testing

@testable import Intake
@testable import WorkerKit

@Suite("Order of the record", .freshDatabase, .timeLimit(.minutes(3)))
struct LedgerOrderTests {
    @Test("what a reply reopens stands behind a later change", arguments: ["resolved", "waiting"])
    func behind(found: String) async throws {
        let desk = Desk()
        try await desk.take(RequestFixture())
        _ = try await desk.owner.execute(
            """
            INSERT INTO ticket_state (ticket_id, status, wait_reason, version, cycle, updated_at)
            SELECT id, $1, CASE WHEN $1 = 'waiting' THEN 'customer' END, 3, 1, '2030-01-01 00:00:00+00' FROM ticket
            """,
            found
        )

        try await desk.take(
            RequestFixture { ($0.externalID, $0.inReplyTo, $0.body) = ("<2@mail>", ["<1@mail>"], "And it smells.") }
        )

        let lines = try await desk.texts(
            """
            SELECT kind || ' ' || extract(microseconds FROM recorded_at) AS t
            FROM ticket_event WHERE recorded_at > '2030-01-01' ORDER BY at, kind
            """
        )
        #expect(lines == ["customer_message 1"] + (found == "resolved" ? ["reopened 1"] : []))
    }
}
