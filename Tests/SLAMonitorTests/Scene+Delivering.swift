import Contracts
import FoundationEssentials
import Postgres

@testable import SLAMonitor
@testable import WorkerKit

extension Scene {
    /// Delivers one message through the handler.
    func deliver(attempt: Int) async throws -> [Verdict] {
        try await database.transaction { transaction in
            let turn = Turn(transaction: transaction, now: try await transaction.instant())
            let body = TicketClassifiedV1.sample(1)
            let envelope = Envelope(
                id: .numbered(3),
                queue: "sla-monitor.events",
                attempt: attempt,
                trace: .begin(),
                replyTo: nil,
                causes: []
            )
            return try await FollowTicket<TicketClassifiedV1>(follower).decide(
                [Received(body: body, envelope: envelope)],
                in: turn
            )
        }
    }

    /// Everything that the worker owns, as text.
    func snapshot() async throws -> [String] {
        try await stage.rows(
            """
            SELECT x.line FROM (
                SELECT k::text AS line FROM sla_clock k
                UNION ALL SELECT t::text FROM timer t
                UNION ALL SELECT n::text FROM sla_notice n
                UNION ALL SELECT e::text FROM ticket_event e
            ) x ORDER BY x.line
            """
        ).map { row in try row("line") }
    }
}
