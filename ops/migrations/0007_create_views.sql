-- The public reading surface; docs/reading-surface.md explains every column.
CREATE VIEW aftersail.ticket_overview AS
SELECT
    t.id,
    t.number,
    t.channel,
    t.account,
    t.external_id,
    COALESCE(s.status, 'open') AS status,
    s.wait_reason,
    COALESCE(s.version, 0) AS version,
    COALESCE(s.cycle, 1) AS cycle,
    g.category,
    g.confidence AS category_confidence,
    COALESCE(g.abstained, false) AS abstained,
    g.language,
    g.priority,
    g.sentiment,
    g.safety,
    g.lane,
    a.team_id AS team,
    a.agent_id AS agent,
    (w.ticket_id IS NOT NULL) AS waiting_for_agent,
    t.country,
    c.id AS customer_id,
    c.name AS customer_name,
    c.level AS customer_level,
    t.subject,
    t.product_model,
    t.product_serial,
    t.order_number,
    t.machine,
    t.received_at,
    t.opened_at,
    g.classified_at,
    (SELECT min(n.sent_at) FROM aftersail.notification n
     WHERE n.ticket_id = t.id AND n.template LIKE 'acknowledgement%' AND n.state = 'sent') AS acknowledged_at,
    (SELECT min(x.assigned_at) FROM aftersail.assignment x WHERE x.ticket_id = t.id) AS assigned_at,
    (SELECT k.due_at FROM aftersail.sla_clock k
     WHERE k.ticket_id = t.id AND k.metric = 'first_response' ORDER BY k.cycle DESC LIMIT 1) AS first_response_due_at,
    (SELECT k.due_at FROM aftersail.sla_clock k
     WHERE k.ticket_id = t.id AND k.metric = 'resolution' ORDER BY k.cycle DESC LIMIT 1) AS resolution_due_at,
    -- The monitor looks at a sent acknowledgement only when its clock is about to speak; the mail itself counts here.
    (SELECT min(k.due_at) FROM aftersail.sla_clock k
     WHERE k.ticket_id = t.id AND k.state = 'running'
       AND (k.metric <> 'acknowledgement' OR NOT EXISTS (
            SELECT FROM aftersail.notification n
            WHERE n.ticket_id = t.id AND n.template LIKE 'acknowledgement%' AND n.state = 'sent'))) AS next_due_at,
    s.resolved_at,
    s.closed_at
FROM aftersail.ticket t
JOIN aftersail.customer c ON c.id = t.customer_id
LEFT JOIN aftersail.ticket_state s ON s.ticket_id = t.id
LEFT JOIN aftersail.triage g ON g.ticket_id = t.id
LEFT JOIN aftersail.assignment a ON a.ticket_id = t.id AND a.ended_at IS NULL
LEFT JOIN aftersail.waiting_ticket w ON w.ticket_id = t.id;

CREATE VIEW aftersail.notification_overview AS
SELECT
    n.id,
    t.number AS ticket,
    n.reason,
    n.template,
    n.audience,
    n.automatic,
    n.channel,
    n.address,
    n.language,
    n.subject,
    n.state,
    n.attempts,
    n.next_attempt_at,
    n.mail_id,
    n.provider_reply,
    n.failure,
    n.created_at,
    n.sent_at,
    n.settled_by
FROM aftersail.notification n
JOIN aftersail.ticket t ON t.id = n.ticket_id;

CREATE VIEW aftersail.survey_overview AS
SELECT
    s.id,
    t.number AS ticket,
    s.cycle,
    s.agent_id AS agent,
    s.team_id AS team,
    s.state,
    s.due_at,
    s.expires_at,
    s.score,
    x.comment,
    s.answered_at,
    f.state AS follow_up
FROM aftersail.survey s
JOIN aftersail.ticket t ON t.id = s.ticket_id
LEFT JOIN aftersail.survey_answer x ON x.id = s.answer_id
LEFT JOIN aftersail.follow_up f ON f.survey_id = s.id;

CREATE VIEW aftersail.sla_clock_overview AS
SELECT
    t.number AS ticket,
    k.metric,
    k.cycle,
    CASE WHEN k.state = 'running' AND a.sent_at <= k.due_at THEN 'met' ELSE k.state END AS state,
    k.started_at,
    k.due_at,
    COALESCE(k.stopped_at, a.sent_at) AS stopped_at,
    k.deadline_version,
    k.policy_version,
    k.calendar_version,
    k.explanation
FROM aftersail.sla_clock k
JOIN aftersail.ticket t ON t.id = k.ticket_id
LEFT JOIN LATERAL (
    SELECT min(n.sent_at) AS sent_at
    FROM aftersail.notification n
    WHERE k.metric = 'acknowledgement' AND n.ticket_id = k.ticket_id AND n.template LIKE 'acknowledgement%'
      AND n.state = 'sent'
) a ON true;

CREATE VIEW aftersail.parked_overview AS
SELECT
    id, worker, queue, message_id, message_type, ticket_id, reason, causes, attempts, body_size, state, parked_at,
    settled_at, settled_by
FROM aftersail.parked_message;

CREATE VIEW aftersail.quarantine_overview AS
SELECT
    id, errors, channel, external_id, body_size, seen, state, first_seen_at, last_seen_at, settled_at, settled_by
FROM aftersail.quarantine;

GRANT SELECT ON
    aftersail.ticket_overview, aftersail.notification_overview, aftersail.survey_overview,
    aftersail.sla_clock_overview, aftersail.parked_overview, aftersail.quarantine_overview
TO aftersail_desk, aftersail_operator, aftersail_reader;
