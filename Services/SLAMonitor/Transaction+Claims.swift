import ClockRecord
import FoundationEssentials
import Mutants
import Postgres

/// A ticket is worked on by one transaction at a time, the holder of its advisory lock. Nobody waits for one: a turn
/// takes tickets kind of message by kind of message, so no order could rule out that two turns wait for each other.
extension Transaction {
    /// Those of the tickets that nobody else works on; they are ours until the transaction ends.
    func claim(_ tickets: [UUID]) async throws(PostgresError) -> [UUID] {
        guard !tickets.isEmpty else { return [] }
        let rows = try await rows(
            """
            SELECT wanted.id
            FROM unnest($1::uuid[]) AS wanted (id)
            WHERE pg_try_advisory_xact_lock(7009, hashtext(wanted.id::text))
            """,
            tickets
        )
        return try rows.map { (row) throws(PostgresError) in try row("id") as UUID }
    }

    /// Keeps a due timer's ticket to one turn.
    private static var fence: String {
        Mutant.timerWithoutFencing.isOn ? "true" : "pg_try_advisory_xact_lock(7009, hashtext(due.ticket_id::text))"
    }

    /// Tickets of the timers that are due, oldest first, without those that somebody else works on; one for each timer.
    func claimDue(asOf now: Date, limit: Int) async throws(PostgresError) -> [UUID] {
        // The filter stands outside the ordered query, and OFFSET 0 keeps it there: under a sort it would lock all that is due.
        let rows = try await rows(
            """
            SELECT due.ticket_id
            FROM (SELECT t.ticket_id FROM timer t WHERE t.due_at < $1 ORDER BY t.due_at OFFSET 0) AS due
            WHERE \(Self.fence)
            LIMIT $2
            """,
            now,
            limit
        )
        return try rows.map { (row) throws(PostgresError) in try row("ticket_id") as UUID }
    }

    /// Tickets behind `last`, in the order of their ids, whose open clocks were counted by other targets.
    ///
    /// Open are clocks that run, that are paused, and that are overdue and not answered yet.
    func claimOutdated(
        _ stamp: TargetsInForce.Stamp,
        after last: UUID?,
        limit: Int
    ) async throws(PostgresError) -> OutdatedTickets {
        let rows = try await rows(
            """
            SELECT stale.ticket_id, pg_try_advisory_xact_lock(7009, hashtext(stale.ticket_id::text)) AS is_ours
            FROM (
                SELECT DISTINCT k.ticket_id
                FROM sla_clock k
                WHERE k.stopped_at IS NULL AND k.state IN ('running', 'paused', 'breached')
                    AND (k.policy_version <> $1 OR k.calendar_version <> $2)
                    AND ($3::uuid IS NULL OR k.ticket_id > $3)
                ORDER BY k.ticket_id
                LIMIT $4
            ) AS stale
            """,
            stamp.policy,
            stamp.calendar,
            last,
            limit
        )
        let tickets = try rows.map { (row) throws(PostgresError) in
            (id: try row("ticket_id") as UUID, isOurs: try row("is_ours") as Bool)
        }
        return OutdatedTickets(found: tickets.map(\.id), claimed: tickets.filter(\.isOurs).map(\.id))
    }

    /// When the next timer is due; nil without any.
    func nextTimer() async throws(PostgresError) -> Date? {
        try await rows("SELECT min(due_at) AS due_at FROM timer").first.flatMap { (row) throws(PostgresError) in
            try row("due_at") as Date?
        }
    }
}

/// Tickets whose clocks were counted by other targets.
struct OutdatedTickets: Sendable {
    /// In the order of their ids.
    let found: [UUID]
    /// Those of them that nobody else works on.
    let claimed: [UUID]
}
