-- What the five deciding workers write: one owner a table.

-- Writer: classifier.
CREATE TABLE aftersail.triage (
    ticket_id uuid CONSTRAINT triage_pkey PRIMARY KEY
        CONSTRAINT triage_ticket_fkey REFERENCES aftersail.ticket (id),
    message_id uuid NOT NULL,
    category text CONSTRAINT triage_category CHECK (category IN
        ('technical_fault', 'product_quality', 'usage_question', 'logistics', 'policy', 'spare_part', 'billing',
         'complaint', 'other')),
    confidence double precision NOT NULL CONSTRAINT triage_confidence_share CHECK (confidence BETWEEN 0 AND 1),
    abstained boolean NOT NULL,
    candidates jsonb NOT NULL,
    language text NOT NULL,
    language_confidence double precision NOT NULL,
    urgency text NOT NULL,
    impact text NOT NULL,
    priority smallint NOT NULL CONSTRAINT triage_priority CHECK (priority BETWEEN 1 AND 4),
    sentiment text NOT NULL CONSTRAINT triage_sentiment
        CHECK (sentiment IN ('positive', 'neutral', 'negative', 'angry')),
    safety boolean NOT NULL,
    lane text NOT NULL CONSTRAINT triage_lane CHECK (lane IN ('urgent', 'normal', 'bulk')),
    rules_version text NOT NULL,
    evidence jsonb NOT NULL,
    classified_at timestamptz NOT NULL DEFAULT aftersail.now(),
    CONSTRAINT triage_decides_or_abstains CHECK (abstained = (category IS NULL))
);
GRANT SELECT, INSERT, UPDATE ON aftersail.triage TO aftersail_classifier;

-- Writer: dispatcher. `load` moves only by conditional updates, so replicas never overbook.
CREATE TABLE aftersail.agent_load (
    agent_id text CONSTRAINT agent_load_pkey PRIMARY KEY,
    load integer NOT NULL DEFAULT 0 CONSTRAINT agent_load_not_negative CHECK (load >= 0),
    away boolean NOT NULL DEFAULT false,
    away_since timestamptz,
    away_told uuid -- message (UUIDv7) that last moved `away`: an older word that comes late changes nothing
) WITH (fillfactor = 70);

CREATE TABLE aftersail.assignment (
    id uuid CONSTRAINT assignment_pkey PRIMARY KEY,
    ticket_id uuid NOT NULL CONSTRAINT assignment_ticket_fkey REFERENCES aftersail.ticket (id),
    agent_id text NOT NULL CONSTRAINT assignment_agent_fkey REFERENCES aftersail.agent (id),
    team_id text NOT NULL,
    weight integer NOT NULL,
    policy_version text NOT NULL,
    explanation jsonb NOT NULL,
    assigned_at timestamptz NOT NULL DEFAULT aftersail.now(),
    ended_at timestamptz,
    end_reason text CONSTRAINT assignment_end_reason
        CHECK (end_reason IN ('resolved', 'closed', 'away', 'silent', 'reassigned', 'escalated'))
);
-- At most one agent has a ticket.
CREATE UNIQUE INDEX assignment_current ON aftersail.assignment (ticket_id) WHERE ended_at IS NULL;
CREATE INDEX assignment_ticket ON aftersail.assignment (ticket_id, assigned_at);
CREATE INDEX assignment_agent_open ON aftersail.assignment (agent_id) WHERE ended_at IS NULL;

-- Tickets that nobody can take now; drained by due instant.
CREATE TABLE aftersail.waiting_ticket (
    ticket_id uuid CONSTRAINT waiting_ticket_pkey PRIMARY KEY
        CONSTRAINT waiting_ticket_ticket_fkey REFERENCES aftersail.ticket (id),
    lane text NOT NULL,
    due_at timestamptz NOT NULL,
    retry_at timestamptz NOT NULL,
    wanted_agent text,
    excluded_agents text[] NOT NULL DEFAULT '{}',
    explanation jsonb NOT NULL,
    since timestamptz NOT NULL DEFAULT aftersail.now()
);
CREATE INDEX waiting_ticket_retry ON aftersail.waiting_ticket (retry_at, due_at);
-- The order in which tickets are served: whoever can take work again walks it until enough fit.
CREATE INDEX waiting_ticket_order ON aftersail.waiting_ticket ((lane <> 'urgent'), due_at, ticket_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON aftersail.agent_load, aftersail.assignment, aftersail.waiting_ticket
TO aftersail_dispatcher;

-- Writer: sla-monitor. A clock is derived from the ledger; the row holds its latest reading.
CREATE TABLE aftersail.sla_clock (
    ticket_id uuid NOT NULL CONSTRAINT sla_clock_ticket_fkey REFERENCES aftersail.ticket (id),
    metric text NOT NULL CONSTRAINT sla_clock_metric
        CHECK (metric IN ('acknowledgement', 'first_response', 'next_response', 'resolution', 'progress')),
    cycle integer NOT NULL,
    state text NOT NULL CONSTRAINT sla_clock_state
        CHECK (state IN ('running', 'paused', 'met', 'breached', 'cancelled')),
    started_at timestamptz NOT NULL,
    due_at timestamptz, -- NULL while paused or when the calendar never opens
    stopped_at timestamptz,
    deadline_version integer NOT NULL,
    policy_version text NOT NULL,
    calendar_version text NOT NULL,
    explanation jsonb NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT aftersail.now(),
    CONSTRAINT sla_clock_pkey PRIMARY KEY (ticket_id, metric, cycle)
) WITH (fillfactor = 70);
CREATE INDEX sla_clock_due ON aftersail.sla_clock (due_at) WHERE state = 'running';

-- Due when aftersail.now() > due_at; claimed with SKIP LOCKED, fenced by the deadline version.
CREATE TABLE aftersail.timer (
    ticket_id uuid NOT NULL,
    metric text NOT NULL,
    cycle integer NOT NULL,
    step text NOT NULL, -- warn-50, breach-1, promise, progress-0
    deadline_version integer NOT NULL,
    due_at timestamptz NOT NULL,
    CONSTRAINT timer_pkey PRIMARY KEY (ticket_id, metric, cycle, step)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000);
CREATE INDEX timer_due ON aftersail.timer (due_at);

-- Told once: the key is the promise.
CREATE TABLE aftersail.sla_notice (
    ticket_id uuid NOT NULL,
    metric text NOT NULL,
    cycle integer NOT NULL,
    step text NOT NULL,
    deadline_version integer NOT NULL,
    told_at timestamptz NOT NULL DEFAULT aftersail.now(),
    CONSTRAINT sla_notice_pkey PRIMARY KEY (ticket_id, metric, cycle, step, deadline_version)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON aftersail.sla_clock, aftersail.timer TO aftersail_sla_monitor;
GRANT SELECT, INSERT ON aftersail.sla_notice TO aftersail_sla_monitor;

-- Writer: notifier. `reason` is unique: nobody is told twice for one reason.
CREATE TABLE aftersail.notification (
    id uuid CONSTRAINT notification_pkey PRIMARY KEY,
    ticket_id uuid NOT NULL CONSTRAINT notification_ticket_fkey REFERENCES aftersail.ticket (id),
    reason text NOT NULL CONSTRAINT notification_reason_once UNIQUE,
    template text NOT NULL,
    audience text NOT NULL CONSTRAINT notification_audience CHECK (audience IN ('customer', 'staff')),
    automatic boolean NOT NULL, -- written by no person: counts against the address's budget
    channel text NOT NULL CONSTRAINT notification_channel CHECK (channel IN ('email', 'none')),
    address text,
    language text NOT NULL,
    subject text NOT NULL,
    body text NOT NULL,
    state text NOT NULL CONSTRAINT notification_state
        CHECK (state IN ('queued', 'sending', 'finalising', 'sent', 'failed', 'bounced', 'suppressed', 'uncertain')),
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL DEFAULT aftersail.now(),
    epoch integer, -- process that sends it now
    mail_id text,  -- Message-ID
    in_reply_to text,
    provider_reply text,
    failure text,
    created_at timestamptz NOT NULL DEFAULT aftersail.now(),
    finalising_at timestamptz,
    sent_at timestamptz,
    settled_by text
) WITH (fillfactor = 70);
CREATE INDEX notification_queued ON aftersail.notification (next_attempt_at) WHERE state = 'queued';
CREATE INDEX notification_in_flight ON aftersail.notification (epoch) WHERE state IN ('sending', 'finalising');
CREATE INDEX notification_ticket ON aftersail.notification (ticket_id, created_at);
CREATE INDEX notification_mail ON aftersail.notification (mail_id) WHERE mail_id IS NOT NULL;
CREATE INDEX notification_address ON aftersail.notification (address, created_at) WHERE automatic;

CREATE TABLE aftersail.suppression (
    address text CONSTRAINT suppression_pkey PRIMARY KEY,
    reason text NOT NULL,
    until timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT aftersail.now()
);
GRANT SELECT, INSERT, UPDATE ON aftersail.notification, aftersail.suppression TO aftersail_notifier;
GRANT DELETE ON aftersail.suppression TO aftersail_notifier;

-- Writer: survey. One a resolution cycle.
CREATE TABLE aftersail.survey (
    id uuid CONSTRAINT survey_pkey PRIMARY KEY,
    ticket_id uuid NOT NULL CONSTRAINT survey_ticket_fkey REFERENCES aftersail.ticket (id),
    cycle integer NOT NULL,
    customer_id uuid NOT NULL,
    agent_id text,
    team_id text,
    state text NOT NULL CONSTRAINT survey_state
        CHECK (state IN ('planned', 'invited', 'answered', 'expired', 'cancelled')),
    due_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    score integer CONSTRAINT survey_score CHECK (score BETWEEN 1 AND 5),
    answer_id uuid,
    answered_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT aftersail.now(),
    CONSTRAINT survey_once UNIQUE (ticket_id, cycle)
);
CREATE INDEX survey_planned ON aftersail.survey (due_at) WHERE state = 'planned';
CREATE INDEX survey_invited ON aftersail.survey (expires_at) WHERE state = 'invited';

CREATE TABLE aftersail.follow_up (
    id uuid CONSTRAINT follow_up_pkey PRIMARY KEY,
    survey_id uuid NOT NULL CONSTRAINT follow_up_survey_once UNIQUE
        CONSTRAINT follow_up_survey_fkey REFERENCES aftersail.survey (id),
    ticket_id uuid NOT NULL,
    score integer NOT NULL,
    state text NOT NULL DEFAULT 'open' CONSTRAINT follow_up_state CHECK (state IN ('open', 'done')),
    created_at timestamptz NOT NULL DEFAULT aftersail.now(),
    done_at timestamptz
);
CREATE INDEX follow_up_ticket ON aftersail.follow_up (ticket_id);
GRANT SELECT, INSERT, UPDATE ON aftersail.survey, aftersail.follow_up TO aftersail_survey;

GRANT SELECT ON
    aftersail.triage, aftersail.agent_load, aftersail.assignment, aftersail.waiting_ticket, aftersail.sla_clock,
    aftersail.timer, aftersail.sla_notice, aftersail.notification, aftersail.suppression, aftersail.survey,
    aftersail.follow_up
TO
    aftersail_classifier, aftersail_dispatcher, aftersail_sla_monitor, aftersail_notifier, aftersail_survey,
    aftersail_desk, aftersail_operator, aftersail_reader;
GRANT SELECT ON aftersail.triage, aftersail.assignment TO aftersail_intake;
-- A reply to one of our mails belongs to that mail's ticket.
GRANT SELECT (ticket_id, mail_id) ON aftersail.notification TO aftersail_intake;
