-- What an operator loads with `aftersail setup load`. Documents are versioned whole; agents and teams have rows
-- because other tables point at them.
CREATE TABLE aftersail.setup_document (
    kind text NOT NULL CONSTRAINT setup_document_kind
        CHECK (kind IN ('organisation', 'calendars', 'sla-policy', 'routing-policy', 'triage-rules', 'templates')),
    version integer NOT NULL,
    body jsonb NOT NULL,
    body_sha256 bytea NOT NULL,
    active boolean NOT NULL,
    loaded_by text NOT NULL,
    loaded_at timestamptz NOT NULL DEFAULT aftersail.now(),
    CONSTRAINT setup_document_pkey PRIMARY KEY (kind, version)
);
CREATE UNIQUE INDEX setup_document_active ON aftersail.setup_document (kind) WHERE active;

CREATE TABLE aftersail.team (
    id text CONSTRAINT team_pkey PRIMARY KEY,
    name text NOT NULL,
    lead_agent_id text,
    manager_agent_id text,
    active boolean NOT NULL DEFAULT true
);

CREATE TABLE aftersail.agent (
    id text CONSTRAINT agent_pkey PRIMARY KEY,
    name text NOT NULL,
    email text,
    language text NOT NULL,
    team_id text NOT NULL CONSTRAINT agent_team_fkey REFERENCES aftersail.team (id),
    zone text NOT NULL,
    calendar text NOT NULL,
    capacity integer NOT NULL CONSTRAINT agent_capacity_bounds CHECK (capacity BETWEEN 0 AND 1000000),
    skills jsonb NOT NULL DEFAULT '{}',    -- category -> level 1…3
    languages jsonb NOT NULL DEFAULT '{}', -- language -> native | fluent | basic
    countries text[] NOT NULL DEFAULT '{}', -- empty: everywhere
    active boolean NOT NULL DEFAULT true
);
CREATE INDEX agent_team ON aftersail.agent (team_id);

GRANT SELECT ON aftersail.setup_document, aftersail.team, aftersail.agent TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON aftersail.setup_document, aftersail.team, aftersail.agent TO aftersail_operator;
