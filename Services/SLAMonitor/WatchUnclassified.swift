import FoundationEssentials
import Postgres
import WorkerKit

/// Looks at new tickets whose classification does not come.
///
/// What a ticket is promised depends on its class, which follows within moments, and its message makes the clocks. Only
/// when that is late, because no classifier runs or it is far behind, the ticket gets its clocks and its promise here.
/// Clocks count from the message's own start either way.
struct WatchUnclassified: Sweep {
    /// Tickets in one transaction, and those opened at the same instant as the last.
    private static let most = 2_000
    /// No transaction of intake takes longer from its instant to its commit: statements are given up before.
    private static let longestTurn = Duration.seconds(60)

    let name = "unclassified"
    let promiseWait: Duration
    let bell: RelayedBell

    func run(in turn: Turn) async throws -> NextSweep {
        let transaction = turn.transaction
        // Without the row, another process is looking.
        guard let seenUntil = try await transaction.seenUntil() else { return .at(nil) }
        let seen = try await transaction.openings(
            after: min(seenUntil, turn.now.addingTimeInterval(-turn.span(of: Self.longestTurn))),
            until: turn.now.addingTimeInterval(-(promiseWait / .seconds(1))),
            limit: Self.most
        )
        guard let until = seen.until, until > seenUntil || !seen.unclassified.isEmpty else { return .at(nil) }
        if !seen.unclassified.isEmpty {
            let ids = seen.unclassified.map { _ in turn.newID() }
            transaction.enqueueLook(at: seen.unclassified, ids: ids, due: turn.now)
            turn.afterCommit { [bell] in bell.ring() }
        }
        transaction.enqueueSeenUntil(until)
        return seen.count >= Self.most ? .again : .at(nil)
    }
}

/// Tickets opened within a span of time.
private struct Openings: Sendable {
    var count = 0
    /// When the last one was opened.
    var until: Date?
    /// Those of people that have neither class nor clocks.
    var unclassified: [UUID] = []
}

extension Transaction {
    fileprivate func seenUntil() async throws(PostgresError) -> Date? {
        let rows = try await rows("SELECT seen_until FROM unclassified_watch FOR UPDATE SKIP LOCKED")
        guard let row = rows.first else { return nil }
        return try row("seen_until")
    }

    fileprivate func openings(after: Date, until: Date, limit: Int) async throws(PostgresError) -> Openings {
        let rows = try await rows(
            """
            WITH seen AS MATERIALIZED (
                SELECT t.id, t.machine, t.opened_at
                FROM ticket t
                WHERE t.opened_at > $1 AND t.opened_at <= $2
                ORDER BY t.opened_at
                FETCH FIRST $3 ROWS WITH TIES
            ), open AS (
                SELECT s.id
                FROM seen s
                LEFT JOIN LATERAL (SELECT true AS found FROM triage g WHERE g.ticket_id = s.id LIMIT 1) g ON true
                LEFT JOIN LATERAL (SELECT true AS found FROM sla_clock k WHERE k.ticket_id = s.id LIMIT 1) k ON true
                WHERE NOT s.machine AND g.found IS NULL AND k.found IS NULL
            )
            SELECT count(*) AS count, max(opened_at) AS until, NULL::uuid AS id FROM seen
            UNION ALL
            SELECT 0, NULL, id FROM open
            """,
            after,
            until,
            limit
        )
        var openings = Openings()
        for row in rows {
            openings.count += try row("count")
            if let until = try row("until") as Date? { openings.until = until }
            if let id = try row("id") as UUID? { openings.unclassified.append(id) }
        }
        return openings
    }

    fileprivate func enqueueSeenUntil(_ until: Date) {
        enqueue("UPDATE unclassified_watch SET seen_until = $1", until)
    }
}
