-- Handing over: agents who are silent or away, teams that a person chose, tickets that are worked on without a break, and
-- who may see what.

ALTER TABLE aftersail.assignment DROP CONSTRAINT assignment_end_reason;
ALTER TABLE aftersail.assignment ADD CONSTRAINT assignment_end_reason CHECK (end_reason IN
    ('resolved', 'closed', 'away', 'silent', 'reassigned', 'escalated', 'handed_over', 'shift_end')) NOT VALID;

-- When to look whether the agent still works on it; what happens then follows from the ledger. Writer: dispatcher. NULL:
-- never by these rules. What a dispatcher of before writes is looked at at once.
ALTER TABLE aftersail.assignment ADD COLUMN look_at timestamptz;
ALTER TABLE aftersail.assignment ALTER COLUMN look_at SET DEFAULT aftersail.now();
-- Versions of the setup that the instant was counted by. Writer: dispatcher.
ALTER TABLE aftersail.assignment ADD COLUMN look_stamp text;
CREATE INDEX assignment_look ON aftersail.assignment (look_at) WHERE ended_at IS NULL;

-- Why a person handed a ticket over, beside what was there. Writer: desk.
ALTER TABLE aftersail.desk_entry DROP CONSTRAINT desk_entry_kind;
ALTER TABLE aftersail.desk_entry ADD CONSTRAINT desk_entry_kind CHECK
    (kind IN ('reply', 'note', 'proposal', 'acceptance', 'objection', 'resolution', 'hand_over')) NOT VALID;

-- The only team that may have the ticket, since a person handed it over; NULL before. Writer: desk.
ALTER TABLE aftersail.ticket_state ADD COLUMN team_id text
    CONSTRAINT ticket_state_team_fkey REFERENCES aftersail.team (id);
-- Whether it is worked on without a break, by a person's word; NULL: by the policy. Writer: desk.
ALTER TABLE aftersail.ticket_state ADD COLUMN continuous boolean;

-- The lowest level of the service network that may have the ticket, since it was escalated. Writer of both: dispatcher.
ALTER TABLE aftersail.assignment ADD COLUMN minimum_level text;
ALTER TABLE aftersail.waiting_ticket ADD COLUMN minimum_level text;

-- People of a dealer see only their own tickets. The dealer of an agent; NULL for our own people and for nobody.
CREATE FUNCTION aftersail.dealer_of(viewer text) RETURNS text
LANGUAGE sql STABLE
AS $$ SELECT s.dealer FROM aftersail.agent a JOIN aftersail.site s ON s.id = a.site_id WHERE a.id = viewer $$;

-- Whether an agent may see a ticket: our own people all, a dealer's those that one of the dealer's people has or had.
-- NULL is nobody in particular: an operator, a customer.
CREATE FUNCTION aftersail.sees_ticket(viewer text, ticket uuid) RETURNS boolean
LANGUAGE sql STABLE
AS $$
    SELECT COALESCE(
        (SELECT EXISTS (
            SELECT
            FROM aftersail.assignment x
            JOIN aftersail.agent a ON a.id = x.agent_id
            JOIN aftersail.site s ON s.id = a.site_id
            WHERE x.ticket_id = ticket AND s.dealer = d.dealer)
         FROM (SELECT aftersail.dealer_of(viewer) AS dealer) d
         WHERE d.dealer IS NOT NULL),
        true)
$$;

-- How dispatch did: one row a ticket that somebody got, with the first team and the one that solved it.
CREATE VIEW aftersail.routing_outcome AS
SELECT
    t.id AS ticket_id,
    g.category,
    f.team_id AS first_team,
    f.agent_id AS first_agent,
    f.assigned_at,
    f.explanation ->> 'way' = 'override' AS chosen, -- by a person, so dispatch did not decide
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
GRANT SELECT ON aftersail.routing_outcome TO aftersail_operator, aftersail_reader;
