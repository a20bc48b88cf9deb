-- First, and for the whole of it: locks that are taken one by one deadlock with workers that hold some of them.
LOCK TABLE aftersail.customer, aftersail.contact_point, aftersail.ticket, aftersail.message, aftersail.assignment,
    aftersail.waiting_ticket IN ACCESS EXCLUSIVE MODE;

-- A ticket's customer and a message's ticket are written with them or were found by the same turn; assignments and waiting
-- tickets follow messages about tickets that were committed. No ticket and no customer is ever deleted. Each check locked
-- the other row anew, at once after it was written: a fifth of intake's and an eighth of the dispatcher's time in the database.
ALTER TABLE aftersail.contact_point DROP CONSTRAINT contact_point_customer_fkey;
ALTER TABLE aftersail.ticket DROP CONSTRAINT ticket_customer_fkey;
ALTER TABLE aftersail.message DROP CONSTRAINT message_ticket_fkey;
ALTER TABLE aftersail.assignment DROP CONSTRAINT assignment_ticket_fkey;
ALTER TABLE aftersail.waiting_ticket DROP CONSTRAINT waiting_ticket_ticket_fkey;

-- Why this agent, letter for letter as the dispatcher wrote it; NULL before this migration and from a dispatcher of before,
-- who writes `explanation`, which is '{}' otherwise. Taking a kilobyte apart for jsonb cost more than all indexes together.
ALTER TABLE aftersail.assignment ADD COLUMN decision json;

-- The same as before, but for `chosen`.
CREATE OR REPLACE VIEW aftersail.routing_outcome AS
SELECT
    t.id AS ticket_id,
    g.category,
    f.team_id AS first_team,
    f.agent_id AS first_agent,
    f.assigned_at,
    COALESCE(f.decision ->> 'way', f.explanation ->> 'way') = 'override' AS chosen, -- by a person, so dispatch did not decide
    CASE WHEN s.status IN ('resolved', 'closed') THEN l.team_id END AS resolving_team, -- NULL: not solved
    CASE WHEN s.status IN ('resolved', 'closed') THEN l.agent_id END AS resolving_agent,
    n.assignments,
    n.overridden, -- a person chose another agent or team later
    n.taken_back -- agents who were silent or away
FROM aftersail.ticket t
JOIN LATERAL (
    SELECT a.* FROM aftersail.assignment a WHERE a.ticket_id = t.id
    ORDER BY a.assigned_at, a.ended_at NULLS LAST, a.id LIMIT 1
) f ON true
JOIN LATERAL (
    SELECT a.* FROM aftersail.assignment a WHERE a.ticket_id = t.id
    ORDER BY a.assigned_at DESC, a.ended_at DESC NULLS FIRST, a.id DESC LIMIT 1
) l ON true
JOIN LATERAL (
    SELECT count(*) AS assignments, bool_or(a.end_reason IN ('reassigned', 'handed_over')) IS TRUE AS overridden,
        count(*) FILTER (WHERE a.end_reason IN ('silent', 'away')) AS taken_back
    FROM aftersail.assignment a
    WHERE a.ticket_id = t.id
) n ON true
LEFT JOIN aftersail.triage g ON g.ticket_id = t.id
LEFT JOIN aftersail.ticket_state s ON s.ticket_id = t.id;
