import FoundationEssentials
import Harness
import Postgres
import Testing

@testable import SLAMonitor
@testable import WorkerKit

@Suite("A turn that began before the one it follows", .freshDatabase, .timeLimit(.minutes(2)))
struct LedgerOrderTests {
    @Test("a reopening stands behind the resolution that committed first")
    func reopened() async throws {
        let scene = try await Scene.make()
        try await scene.open()
        try await scene.setClock(minutes: 61)
        try await scene.write("replied")
        try await scene.write("resolved", data: #"{"cycle":1}"#)
        try await scene.stage.execute(
            """
            INSERT INTO ticket_state (ticket_id, status, version, cycle, resolved_at)
            VALUES ($1, 'resolved', 1, 1, aftersail.now())
            """,
            UUID.numbered(1)
        )

        // Intake's turn read the clock a minute before the desk did.
        try await scene.setClock(minutes: 60)
        let rows = try await scene.stage.rows(
            "SELECT previous_at FROM resume_tickets($1)",
            [UUID.numbered(1)]
        )
        let former = try #require(try rows.first.map { row in try row("previous_at") as Date })

        #expect(former == Scene.start.addingTimeInterval(61 * 60))
        let updated = try await scene.stage.rows(
            "SELECT extract(epoch FROM updated_at - $1::timestamptz)::float8 AS s FROM ticket_state",
            former
        )
        #expect(try updated.first.map { row in try row("s") as Double } == 1e-6)
        try await scene.turn { turn in
            let behind = turn.instant(after: former)
            let id = UUID.numbered(1)
            turn.record(
                try LedgerEntry(ticketID: id, at: turn.now, kind: "reopened", actor: "customer", recordedAt: behind)
            )
        }
        try await scene.setClock(minutes: 62)
        try await scene.follow()
        #expect(try await scene.clock("resolution")?.state == "running")
    }
}
