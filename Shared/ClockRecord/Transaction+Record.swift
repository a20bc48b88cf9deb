public import FoundationEssentials
public import Postgres

/// One reading of what the clocks of tickets depend on; each is a statement of its own, so that several share a flight.
extension Transaction {
    /// What is known of the tickets besides their ledgers; unknown ones are left out.
    ///
    /// Level and contract are those of the customer when the ticket was opened.
    public func ticketHeads(of tickets: [UUID]) async throws(PostgresError) -> [TicketHead] {
        let rows = try await rows(
            """
            SELECT t.id, t.opened_at, t.clock_start, t.machine, t.channel, COALESCE(t.country, c.country) AS country,
                CASE WHEN w.id IS NULL THEN c.level ELSE w.level_was END AS level,
                CASE WHEN w.id IS NULL THEN c.contract ELSE w.contract_was END AS contract,
                g.category, g.priority, g.lane, g.ticket_id IS NOT NULL AS classified,
                EXISTS (
                    SELECT FROM notification n
                    WHERE n.reason = 'acknowledgement:' || t.id::text AND n.state = 'suppressed'
                ) AS unacknowledgeable
            FROM ticket t
            JOIN customer c ON c.id = t.customer_id
            LEFT JOIN triage g ON g.ticket_id = t.id
            LEFT JOIN LATERAL (
                SELECT x.id, x.level_was, x.contract_was FROM customer_change x
                WHERE x.customer_id = t.customer_id AND x.changed_at > t.opened_at
                ORDER BY x.changed_at, x.id LIMIT 1
            ) w ON true
            WHERE t.id = ANY ($1)
            """,
            tickets
        )
        return try rows.map { (row) throws(PostgresError) in try TicketHead(row) }
    }

    /// In the order in which the lines were written: a message that reached us late was not there when somebody wrote
    /// before, whatever its own instant says.
    public func ledgerLines(
        of tickets: [UUID],
        kinds: [String] = LedgerLine.kinds
    ) async throws(PostgresError) -> [(UUID, LedgerLine)] {
        let rows = try await rows(
            """
            SELECT e.ticket_id, e.at, e.recorded_at, e.kind, e.actor, e.data ->> 'reason' AS reason,
                e.data ->> 'team' AS team,
                COALESCE(e.data -> 'machine' = 'true'::jsonb, false) AS machine
            FROM ticket_event e
            WHERE e.ticket_id = ANY ($1) AND e.kind = ANY ($2)
            ORDER BY e.ticket_id, e.recorded_at, e.at, e.id
            """,
            tickets,
            kinds
        )
        return try rows.map { (row) throws(PostgresError) in
            let line = LedgerLine(
                at: try row("at"),
                recordedAt: try row("recorded_at"),
                kind: try row("kind"),
                actor: try row("actor"),
                reason: try row("reason"),
                team: try row("team"),
                isMachine: try row("machine")
            )
            return (try row("ticket_id"), line)
        }
    }

    /// Readings as they were last stored.
    public func clockRows(of tickets: [UUID]) async throws(PostgresError) -> [(UUID, ClockRow)] {
        let rows = try await rows(
            """
            SELECT ticket_id, metric, cycle, state, started_at, due_at, stopped_at, deadline_version, policy_version,
                calendar_version
            FROM sla_clock
            WHERE ticket_id = ANY ($1)
            """,
            tickets
        )
        return try rows.map { (row) throws(PostgresError) in (try row("ticket_id"), try ClockRow(row)) }
    }

    /// What has been told about the tickets' clocks.
    public func notices(of tickets: [UUID]) async throws(PostgresError) -> [(UUID, Notice)] {
        let rows = try await rows(
            """
            SELECT ticket_id, metric, cycle, step, deadline_version, told_at
            FROM sla_notice
            WHERE ticket_id = ANY ($1)
            """,
            tickets
        )
        return try rows.map { (row) throws(PostgresError) in
            let notice = Notice(
                clock: try ClockKey(row),
                step: try row("step"),
                deadlineVersion: try row("deadline_version"),
                toldAt: try row("told_at")
            )
            return (try row("ticket_id"), notice)
        }
    }
}
