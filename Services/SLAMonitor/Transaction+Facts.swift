import BusinessTime
import FoundationEssentials
import Postgres
import Tickets

extension Transaction {
    /// Everything that the tickets' plans depend on, in one flight; unknown tickets are left out, order is kept.
    func ticketFacts(of tickets: [UUID]) async throws(PostgresError) -> [TicketFacts] {
        async let heads = heads(of: tickets)
        async let events = events(of: tickets)
        async let clocks = clocks(of: tickets)
        async let timers = timers(of: tickets)
        async let notices = notices(of: tickets)
        do {
            var facts = try await heads
            for (id, line) in try await events { facts[id]?.events += line.events }
            for (id, row) in try await clocks { facts[id]?.clocks[row.key] = row }
            for (id, row) in try await timers { facts[id]?.timers[row.key] = row }
            for (id, notice) in try await notices { facts[id]?.notices.append(notice) }
            return tickets.compactMap { facts[$0] }
        } catch let error as PostgresError {
            throw error
        } catch {
            throw .cancelled
        }
    }

    private func heads(of tickets: [UUID]) async throws(PostgresError) -> [UUID: TicketFacts] {
        let rows = try await rows(
            """
            SELECT t.id, t.opened_at, t.clock_start, t.machine, t.channel, COALESCE(t.country, c.country) AS country,
                c.level, g.category, g.priority, g.lane, g.ticket_id IS NOT NULL AS classified,
                EXISTS (
                    SELECT FROM notification n
                    WHERE n.reason = 'acknowledgement:' || t.id::text AND n.state = 'suppressed'
                ) AS unacknowledgeable
            FROM ticket t
            JOIN customer c ON c.id = t.customer_id
            LEFT JOIN triage g ON g.ticket_id = t.id
            WHERE t.id = ANY ($1)
            """,
            tickets
        )
        var facts: [UUID: TicketFacts] = [:]
        for row in rows {
            let head = try TicketFacts(row)
            facts[head.id] = head
        }
        return facts
    }

    /// In the order in which the lines were written: a message that reached us late was not there when somebody wrote
    /// before, whatever its own instant says.
    private func events(of tickets: [UUID]) async throws(PostgresError) -> [(UUID, LedgerLine)] {
        let rows = try await rows(
            """
            SELECT e.ticket_id, e.at, e.kind, e.actor, e.data ->> 'reason' AS reason,
                COALESCE(e.data -> 'machine' = 'true'::jsonb, false) AS machine
            FROM ticket_event e
            WHERE e.ticket_id = ANY ($1) AND e.kind = ANY ($2)
            ORDER BY e.ticket_id, e.recorded_at, e.at, e.id
            """,
            tickets,
            LedgerLine.kinds
        )
        return try rows.map { (row) throws(PostgresError) in
            let line = LedgerLine(
                at: try row("at"),
                kind: try row("kind"),
                actor: try row("actor"),
                reason: try row("reason"),
                isMachine: try row("machine")
            )
            return (try row("ticket_id"), line)
        }
    }

    private func clocks(of tickets: [UUID]) async throws(PostgresError) -> [(UUID, ClockRow)] {
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

    private func timers(of tickets: [UUID]) async throws(PostgresError) -> [(UUID, TimerRow)] {
        let rows = try await rows(
            "SELECT ticket_id, metric, cycle, step, deadline_version, due_at FROM timer WHERE ticket_id = ANY ($1)",
            tickets
        )
        return try rows.map { (row) throws(PostgresError) in
            let timer = TimerRow(
                key: TimerKey(clock: try ClockKey(row), step: try row("step")),
                deadlineVersion: try row("deadline_version"),
                dueAt: try row("due_at")
            )
            return (try row("ticket_id"), timer)
        }
    }

    private func notices(of tickets: [UUID]) async throws(PostgresError) -> [(UUID, Notice)] {
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

extension TicketFacts {
    fileprivate init(_ row: Row) throws(PostgresError) {
        let (category, priority): (String?, Int?) = (try row("category"), try row("priority"))
        let lane: String? = try row("lane")
        let channel: String = try row("channel")
        id = try row("id")
        openedAt = try row("opened_at")
        clockStart = try row("clock_start")
        isMachine = try row("machine")
        subject = SLASubject(
            level: try row("level"),
            category: category.flatMap(Category.init(rawValue:)),
            priority: priority.flatMap(Priority.init(rawValue:)),
            country: try row("country"),
            channel: Channel(rawValue: channel)
        )
        self.lane = lane.flatMap(Lane.init(rawValue:)) ?? .normal
        isClassified = try row("classified")
        cannotBeAcknowledged = try row("unacknowledgeable")
    }
}

extension ClockKey {
    init(_ row: Row) throws(PostgresError) {
        self.init(metric: try row("metric"), cycle: try row("cycle"))
    }
}

extension ClockRow {
    fileprivate init(_ row: Row) throws(PostgresError) {
        let state: String = try row("state")
        guard let state = SLAClock.State(rawValue: state) else {
            throw .decoding(column: "state", expected: "a state of SLAClock")
        }
        self.init(
            key: try ClockKey(row),
            state: state,
            startedAt: try row("started_at"),
            dueAt: try row("due_at"),
            stoppedAt: try row("stopped_at"),
            deadlineVersion: try row("deadline_version"),
            policyVersion: try row("policy_version"),
            calendarVersion: try row("calendar_version")
        )
    }
}
