extension CopyStatements {
    /// What makes a copy a closed ticket, or an open one with a timer.
    static func particular(_ purpose: TicketCopies.Purpose) -> [String] {
        switch purpose {
        case .closed: closed
        case .due: due
        }
    }

    /// Resolved an hour after the assignment and closed at once: no agent's capacity, no running clock, no timer.
    private static let closed = [
        """
        INSERT INTO assignment (id, ticket_id, agent_id, team_id, weight, policy_version, explanation, decision,
            assigned_at, ended_at, end_reason)
        SELECT bench.id(x.id::text, c.n, x.assigned_at + c.shift), c.ticket, x.agent_id, x.team_id, x.weight,
            x.policy_version, x.explanation, x.decision, x.assigned_at + c.shift,
            x.assigned_at + c.shift + interval '1 hour',
            'resolved'
        FROM bench.copy c JOIN bench.assignment x ON x.ticket_id = c.source
        WHERE c.n BETWEEN $1 AND $2
        """,
        """
        INSERT INTO sla_clock (ticket_id, metric, cycle, state, started_at, due_at, stopped_at, deadline_version,
            policy_version, calendar_version, explanation, updated_at)
        SELECT c.ticket, x.metric, x.cycle, CASE x.state WHEN 'running' THEN 'met' ELSE x.state END,
            x.started_at + c.shift, x.due_at + c.shift, x.started_at + c.shift + interval '1 hour', x.deadline_version,
            x.policy_version, x.calendar_version, x.explanation, x.updated_at + c.shift
        FROM bench.copy c JOIN bench.sla_clock x ON x.ticket_id = c.source
        WHERE c.n BETWEEN $1 AND $2
        """,
        """
        INSERT INTO ticket_state (ticket_id, status, version, cycle, resolved_at, closed_at, updated_at)
        SELECT c.ticket, 'closed', 2, 1, c.opened + interval '1 hour', c.opened + interval '1 hour',
            c.opened + interval '1 hour'
        FROM bench.copy c
        WHERE c.n BETWEEN $1 AND $2
        """,
        """
        INSERT INTO ticket_event (id, ticket_id, at, kind, actor, data, recorded_at)
        SELECT bench.id(k.kind, c.n, c.opened + interval '1 hour'), c.ticket, c.opened + interval '1 hour', k.kind,
            'agent:agent1', '{"cycle": 1}', c.opened + k.after
        FROM bench.copy c
        CROSS JOIN (VALUES ('resolved', interval '60 minutes'), ('closed', interval '61 minutes')) AS k (kind, after)
        WHERE c.n BETWEEN $1 AND $2
        """,
        """
        INSERT INTO inbox (message_id, worker)
        SELECT bench.id(w.worker || k, c.n, c.opened), w.worker
        FROM bench.copy c
        CROSS JOIN bench.inbox_rate w
        CROSS JOIN generate_series(1, w.each) AS k
        WHERE c.n BETWEEN $1 AND $2
        """,
    ]

    /// Assigned and answered, as they stand; the acknowledgement's clock is read as it will be at its next look.
    private static let due = [
        """
        INSERT INTO assignment (id, ticket_id, agent_id, team_id, weight, policy_version, explanation, decision,
            assigned_at)
        SELECT bench.id(x.id::text, c.n, x.assigned_at + c.shift), c.ticket, x.agent_id, x.team_id, x.weight,
            x.policy_version, x.explanation, x.decision, x.assigned_at + c.shift
        FROM bench.copy c JOIN bench.assignment x ON x.ticket_id = c.source AND x.ended_at IS NULL
        WHERE c.n BETWEEN $1 AND $2
        """,
        """
        UPDATE agent_load l
        SET load = l.load + added.weight
        FROM (
            SELECT x.agent_id, sum(x.weight)::int AS weight
            FROM bench.copy c JOIN bench.assignment x ON x.ticket_id = c.source AND x.ended_at IS NULL
            WHERE c.n BETWEEN $1 AND $2
            GROUP BY x.agent_id
        ) added
        WHERE l.agent_id = added.agent_id
        """,
        """
        INSERT INTO sla_clock (ticket_id, metric, cycle, state, started_at, due_at, stopped_at, deadline_version,
            policy_version, calendar_version, explanation, updated_at)
        SELECT c.ticket, x.metric, x.cycle, CASE WHEN a.at IS NULL THEN x.state ELSE 'met' END, x.started_at + c.shift,
            x.due_at + c.shift, COALESCE(a.at, x.stopped_at) + c.shift, x.deadline_version, x.policy_version,
            x.calendar_version, x.explanation, x.updated_at + c.shift
        FROM bench.copy c
        JOIN bench.sla_clock x ON x.ticket_id = c.source
        LEFT JOIN bench.ticket_event a
            ON a.ticket_id = c.source AND a.kind = 'acknowledged' AND x.metric = 'acknowledgement'
        WHERE c.n BETWEEN $1 AND $2
        """,
        """
        INSERT INTO timer (ticket_id, metric, cycle, step, deadline_version, due_at)
        SELECT c.ticket, x.metric, x.cycle, x.step, x.deadline_version, x.due_at + c.shift
        FROM bench.copy c JOIN bench.timer x ON x.ticket_id = c.source
        WHERE c.n BETWEEN $1 AND $2 AND x.metric <> 'acknowledgement'
        """,
        """
        INSERT INTO ticket_state (ticket_id, status, wait_reason, version, cycle, updated_at)
        SELECT c.ticket, x.status, x.wait_reason, x.version, x.cycle, x.updated_at + c.shift
        FROM bench.copy c JOIN bench.ticket_state x ON x.ticket_id = c.source
        WHERE c.n BETWEEN $1 AND $2
        """,
    ]
}
