-- Promises by history, clocks of departments, contracts, and the view of silent tickets.

-- What a policy may look at beside the level.
ALTER TABLE aftersail.customer ADD COLUMN contract text;

ALTER TABLE aftersail.sla_clock DROP CONSTRAINT sla_clock_metric;
ALTER TABLE aftersail.sla_clock ADD CONSTRAINT sla_clock_metric
    CHECK (metric IN ('acknowledgement', 'first_response', 'next_response', 'resolution', 'progress', 'department'))
    NOT VALID;

-- Why it was told as it was: the interval of a promise and what it was learned from.
ALTER TABLE aftersail.sla_notice ADD COLUMN data jsonb;

-- How long tickets took to their first solution, in open seconds of their calendar. Writer: sla-monitor.
CREATE TABLE aftersail.resolution_sample (
    ticket_id uuid CONSTRAINT resolution_sample_pkey PRIMARY KEY,
    calendar text NOT NULL,
    category text,
    priority smallint,
    open_seconds integer NOT NULL CONSTRAINT resolution_sample_not_negative CHECK (open_seconds >= 0),
    resolved_at timestamptz NOT NULL
);
-- The latest of each kind.
CREATE INDEX resolution_sample_kind ON aftersail.resolution_sample (calendar, category, priority, resolved_at DESC);
GRANT SELECT, INSERT ON aftersail.resolution_sample TO aftersail_sla_monitor;
GRANT SELECT ON aftersail.resolution_sample TO aftersail_operator, aftersail_reader;

-- How far sla-monitor has looked in the ledger for assignments; only when the policy has clocks that follow them.
CREATE TABLE aftersail.assignment_watch (
    only_row boolean NOT NULL DEFAULT true CONSTRAINT assignment_watch_pkey PRIMARY KEY
        CONSTRAINT assignment_watch_only_row CHECK (only_row),
    seen_xact xid8 NOT NULL,
    seen_event uuid NOT NULL
);
INSERT INTO aftersail.assignment_watch (seen_xact, seen_event)
VALUES (pg_snapshot_xmin(pg_current_snapshot()), '00000000-0000-0000-0000-000000000000');
GRANT SELECT, UPDATE ON aftersail.assignment_watch TO aftersail_sla_monitor;
GRANT SELECT ON aftersail.assignment_watch TO aftersail_operator, aftersail_reader;

-- Tickets whose customer has heard nothing for longer than the policy allows, and is not the one to act. The guarantee is
-- that it is empty.
CREATE VIEW aftersail.silent_ticket AS
SELECT
    t.number AS ticket,
    k.started_at AS silent_since,
    k.due_at AS owed_by,
    'no report has left' AS why,
    COALESCE(s.status, 'open') AS status,
    s.wait_reason,
    a.team_id AS team,
    a.agent_id AS agent
FROM aftersail.sla_clock k
JOIN aftersail.ticket t ON t.id = k.ticket_id
LEFT JOIN aftersail.ticket_state s ON s.ticket_id = k.ticket_id
LEFT JOIN aftersail.assignment a ON a.ticket_id = k.ticket_id AND a.ended_at IS NULL
WHERE k.metric = 'progress' AND k.state = 'running' AND k.due_at < aftersail.now()
  AND COALESCE(s.status, 'open') IN ('open', 'waiting') AND s.wait_reason IS DISTINCT FROM 'customer'
UNION ALL
-- Nobody has ever counted for them: sla-monitor has not been at work for a day.
SELECT t.number, t.opened_at, t.opened_at + interval '24 hours', 'its clocks were never made', COALESCE(s.status, 'open'),
    s.wait_reason, a.team_id, a.agent_id
FROM aftersail.ticket t
LEFT JOIN aftersail.ticket_state s ON s.ticket_id = t.id
LEFT JOIN aftersail.assignment a ON a.ticket_id = t.id AND a.ended_at IS NULL
WHERE t.opened_at < aftersail.now() - interval '24 hours' AND t.opened_at > aftersail.now() - interval '14 days'
  AND NOT t.machine
  AND COALESCE(s.status, 'open') IN ('open', 'waiting') AND s.wait_reason IS DISTINCT FROM 'customer'
  AND NOT EXISTS (SELECT FROM aftersail.sla_clock k WHERE k.ticket_id = t.id);
GRANT SELECT ON aftersail.silent_ticket
TO aftersail_desk, aftersail_operator, aftersail_reader, aftersail_sla_monitor;
