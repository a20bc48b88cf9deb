import BusinessTime
import ClockRecord
import FoundationEssentials
import Mutants
import Postgres

extension Transaction {
    /// Stores the readings that changed.
    func enqueueClocks(_ tickets: [FollowedTicket], now: Date) {
        let rows = tickets.flatMap { ticket in ticket.plan.rows.map { (ticket: ticket, row: $0) } }
        guard !rows.isEmpty else { return }
        // An empty document leaves the stored one in place.
        let explanations = rows.map { $0.ticket.plan.explanations[$0.row.key]?.json ?? JSONText("{}") }
        enqueue(
            """
            INSERT INTO sla_clock AS k (ticket_id, metric, cycle, state, started_at, due_at, stopped_at,
                deadline_version, policy_version, calendar_version, explanation, updated_at)
            SELECT r.*, $12
            FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::text[], $5::timestamptz[], $6::timestamptz[],
                $7::timestamptz[], $8::integer[], $9::text[], $10::text[], $11::jsonb[]) AS r
            ON CONFLICT (ticket_id, metric, cycle) DO UPDATE
            SET state = excluded.state,
                started_at = excluded.started_at,
                due_at = excluded.due_at,
                stopped_at = excluded.stopped_at,
                deadline_version = excluded.deadline_version,
                policy_version = excluded.policy_version,
                calendar_version = excluded.calendar_version,
                explanation = CASE WHEN excluded.explanation = '{}' THEN k.explanation ELSE excluded.explanation END,
                updated_at = excluded.updated_at
            """,
            rows.map(\.ticket.facts.id),
            rows.map(\.row.key.metric),
            rows.map { Int32($0.row.key.cycle) },
            rows.map(\.row.state.rawValue),
            rows.map(\.row.startedAt),
            rows.map(\.row.dueAt),
            rows.map(\.row.stoppedAt),
            rows.map { Int32($0.row.deadlineVersion) },
            rows.map(\.row.stamp.policy),
            rows.map(\.row.stamp.calendar),
            explanations,
            now
        )
    }

    /// Replaces the timers that are no longer wanted by those that are.
    ///
    /// Their rows are found one by one through the key. The claim of the ticket keeps others from moving them meanwhile.
    func enqueueTimers(_ tickets: [FollowedTicket]) {
        let obsolete = tickets.flatMap { ticket in ticket.plan.obsolete.map { (id: ticket.facts.id, key: $0) } }
        if !obsolete.isEmpty {
            enqueue(
                """
                DELETE FROM timer
                WHERE ctid = ANY (ARRAY(
                    SELECT t.ctid
                    FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::text[]) AS gone (ticket_id, metric, cycle, step)
                    CROSS JOIN LATERAL (
                        SELECT x.ctid
                        FROM timer x
                        WHERE x.ticket_id = gone.ticket_id AND x.metric = gone.metric AND x.cycle = gone.cycle
                            AND x.step = gone.step
                        OFFSET 0
                    ) t
                ))
                """,
                obsolete.map(\.id),
                obsolete.map(\.key.clock.metric),
                obsolete.map { Int32($0.key.clock.cycle) },
                obsolete.map(\.key.step)
            )
        }
        let wanted = tickets.compactMap { ticket in ticket.plan.timer.map { (id: ticket.facts.id, row: $0) } }
        guard !wanted.isEmpty else { return }
        enqueue(
            """
            INSERT INTO timer (ticket_id, metric, cycle, step, deadline_version, due_at)
            SELECT * FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::text[], $5::integer[], $6::timestamptz[])
            ON CONFLICT (ticket_id, metric, cycle, step) DO UPDATE
            SET deadline_version = excluded.deadline_version, due_at = excluded.due_at
            """,
            wanted.map(\.id),
            wanted.map(\.row.key.clock.metric),
            wanted.map { Int32($0.row.key.clock.cycle) },
            wanted.map(\.row.key.step),
            wanted.map { Int32($0.row.deadlineVersion) },
            wanted.map(\.row.dueAt)
        )
    }

    /// Timers that have the tickets looked at; each has a name of its own, so that nobody waits for anybody's row.
    func enqueueLook(at tickets: [UUID], ids: [UUID], due: Date) {
        enqueue(
            """
            INSERT INTO timer (ticket_id, metric, cycle, step, deadline_version, due_at)
            SELECT r.ticket_id, 'ticket', 0, 'look-' || r.id, 0, $3
            FROM unnest($1::uuid[], $2::uuid[]) AS r (ticket_id, id)
            """,
            tickets,
            ids,
            due
        )
    }

    /// Drops all timers of tickets that do not exist.
    func enqueueTimerDeletion(of tickets: Set<UUID>) {
        guard !tickets.isEmpty else { return }
        enqueue("DELETE FROM timer WHERE ticket_id = ANY ($1)", tickets.sorted())
    }

    /// Those of the claims that nobody had made before; they are ours for ever.
    ///
    /// With each goes what it rests on.
    func winNotices(_ claims: [NoticeClaim], _ reasons: [JSONText?], at now: Date) async throws(PostgresError) -> Set<
        NoticeClaim
    > {
        let rows = try await rows(
            """
            INSERT INTO sla_notice (ticket_id, metric, cycle, step, deadline_version, data, told_at)
            SELECT n.*, $7
            FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::text[], $5::integer[], $6::jsonb[]) AS n
            ON CONFLICT DO NOTHING
            RETURNING ticket_id, metric, cycle, step, deadline_version
            """,
            claims.map(\.ticket),
            claims.map(\.clock.metric),
            claims.map { Int32($0.clock.cycle) },
            claims.map(\.step),
            claims.map { Int32($0.deadlineVersion) },
            reasons,
            now
        )
        let won = try rows.map { (row) throws(PostgresError) in
            NoticeClaim(
                ticket: try row("ticket_id"),
                clock: try ClockKey(row),
                step: try row("step"),
                deadlineVersion: try row("deadline_version")
            )
        }
        return Set(Mutant.timerWithoutFencing.isOn ? claims : won)
    }
}
