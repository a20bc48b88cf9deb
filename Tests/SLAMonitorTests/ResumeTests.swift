import Broker
import Contracts
import Desk
import FoundationEssentials
import Harness
import Logging
import Postgres
import Testing
import Tickets
import Topology

@testable import SLAMonitor
@testable import WorkerKit

@Suite("A ticket that goes on", .freshDatabase, .freshBroker, .timeLimit(.minutes(2)))
struct ResumeTests {
    private let ticket = UUID.numbered(1)

    @Test("resuming at the desk gives the remaining budget back")
    func resumed() async throws {
        let stand = try await Stand.make()
        let worker = try await stand.worker()
        try await stop(at: 0, stand)
        try await stand.database.seedTickets(1...1, openedAt: Scene.start, clockStart: Scene.start)
        try await stand.say([TicketClassifiedV1.sample(1)])
        try await eventually("the clock to run") { try await resolution(stand) == "running 1440" }

        try await stop(at: 120, stand)
        try await atDesk { try await $0.wait(ticket, for: .parts) }
        try await eventually("the clock to stand still") { try await resolution(stand) == "paused" }
        try await stop(at: 300, stand)
        try await atDesk { try await $0.resume(ticket) }

        try await eventually("the clock to go on") { try await resolution(stand) == "running 1620" }
        await worker.stop()
        #expect(try await stand.number("SELECT count(*) AS n FROM parked_message") == 0)
    }

    /// Stops the product's clock so many minutes after the scene's start.
    private func stop(at minutes: Double, _ stand: Stand) async throws {
        try await stand.database.execute(
            "UPDATE clock SET virtual_anchor = $1, real_anchor = pg_catalog.now(), rate = 1e-9",
            Scene.start.addingTimeInterval(minutes * 60)
        )
    }

    /// State of the resolution clock and the minutes after the scene's start at which it is due.
    private func resolution(_ stand: Stand) async throws -> String? {
        let rows = try await stand.database.rows(
            """
            SELECT concat_ws(' ', state, round(extract(epoch FROM due_at - $1::timestamptz) / 60)) AS t
            FROM sla_clock WHERE metric = 'resolution'
            """,
            Scene.start
        )
        return try rows.first.map { row in try row("t") }
    }

    /// One move of an agent's, published.
    private func atDesk(_ move: @Sendable (Desk) async throws -> TicketPlace) async throws {
        var reader = SettingsReader([
            "AFTERSAIL_DATABASE_URL": TestDatabase.url, "AFTERSAIL_BROKER_URL": TestBroker.url,
        ])
        let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let session = try CommandSession(Identity(worker: "desk"), settings: PlatformSettings(&reader), log: log)
        _ = try await session.turn { try await move(Desk($0, as: .agent("a"))) }
        #expect(await session.finish().left == 0)
    }
}
