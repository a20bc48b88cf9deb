import ClockRecord
import FoundationEssentials
import Postgres
import WorkerKit

/// Looks at tickets that somebody got, when the policy has clocks that follow assignments.
///
/// Most policies have none, so no message tells sla-monitor of assignments. The ledger is read in commit order, behind
/// every transaction that still runs, so nothing is passed over.
struct WatchAssignments: Sweep {
    /// Lines of the ledger in one transaction.
    private static let most = 2_000

    let name = "assignments"
    let follower: TicketFollower

    func run(in turn: Turn) async throws -> NextSweep {
        let targets = try await follower.targets.current(in: turn.transaction)
        guard let page = try await turn.transaction.assignments(limit: Self.most, wanted: targets.followAssignments)
        else { return .at(nil) }
        if !page.tickets.isEmpty {
            turn.transaction.enqueueLook(at: page.tickets, ids: page.tickets.map { _ in turn.newID() }, due: turn.now)
            turn.afterCommit { [follower] in follower.bell.ring() }
        }
        return page.isFull ? .again : .at(nil)
    }
}

/// A page of the ledger.
private struct AssignmentPage: Sendable {
    let tickets: [UUID]
    let isFull: Bool
}

extension Transaction {
    /// Tickets that were assigned since the last look, and moves the mark; nil when another process is looking.
    ///
    /// Without `wanted` the mark moves to the end of the ledger, so that a policy that begins to want them does not read
    /// through years.
    fileprivate func assignments(limit: Int, wanted: Bool) async throws(PostgresError) -> AssignmentPage? {
        guard wanted else {
            try await execute(
                """
                UPDATE assignment_watch SET seen_xact = pg_snapshot_xmin(pg_current_snapshot()),
                    seen_event = '00000000-0000-0000-0000-000000000000'
                WHERE seen_xact::text::numeric + 100000 < pg_snapshot_xmin(pg_current_snapshot())::text::numeric
                """
            )
            return nil
        }
        let rows = try await rows(
            """
            WITH mark AS MATERIALIZED (
                SELECT seen_xact, seen_event FROM assignment_watch FOR UPDATE SKIP LOCKED
            ), page AS MATERIALIZED (
                SELECT e.xact, e.id, e.ticket_id, e.kind
                FROM mark m
                CROSS JOIN LATERAL (
                    SELECT e.xact, e.id, e.ticket_id, e.kind
                    FROM ticket_event e
                    WHERE (e.xact, e.id) > (m.seen_xact, m.seen_event)
                      AND e.xact < pg_snapshot_xmin(pg_current_snapshot())
                    ORDER BY e.xact, e.id
                    LIMIT $1
                ) e
            ), moved AS (
                UPDATE assignment_watch w
                SET seen_xact = l.xact, seen_event = l.id
                FROM (SELECT xact, id FROM page ORDER BY xact DESC, id DESC LIMIT 1) l
                RETURNING 1
            )
            SELECT count(*) AS lines, COALESCE(array_agg(DISTINCT ticket_id) FILTER (WHERE kind = 'assigned'), '{}') AS tickets
            FROM page
            """,
            limit
        )
        guard let row = rows.first else { return nil }
        let lines: Int = try row("lines")
        return AssignmentPage(tickets: try row("tickets"), isFull: lines == limit)
    }
}
