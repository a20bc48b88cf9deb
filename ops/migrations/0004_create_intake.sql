-- Customers, tickets and what customers wrote. Writer: intake.
CREATE TABLE aftersail.customer (
    id uuid CONSTRAINT customer_pkey PRIMARY KEY,
    name text,
    level text NOT NULL DEFAULT 'standard' CONSTRAINT customer_level CHECK (level IN ('standard', 'premium', 'vip')),
    country text,
    locale text,
    created_at timestamptz NOT NULL DEFAULT aftersail.now()
);

-- A way to reach one customer. Unique, so that two messages arriving at once find the same customer.
CREATE TABLE aftersail.contact_point (
    id uuid CONSTRAINT contact_point_pkey PRIMARY KEY,
    customer_id uuid NOT NULL
        CONSTRAINT contact_point_customer_fkey REFERENCES aftersail.customer (id) DEFERRABLE INITIALLY DEFERRED,
    kind text NOT NULL CONSTRAINT contact_point_kind CHECK (kind IN ('email', 'phone', 'handle')),
    scope text NOT NULL DEFAULT '', -- the channel of a handle
    value text NOT NULL,            -- normalised
    created_at timestamptz NOT NULL DEFAULT aftersail.now(),
    CONSTRAINT contact_point_once UNIQUE (kind, scope, value)
);
CREATE INDEX contact_point_customer ON aftersail.contact_point (customer_id);

-- Two customers that one message named together; a person decides.
CREATE TABLE aftersail.merge_suggestion (
    customer_id uuid NOT NULL CONSTRAINT merge_suggestion_customer_fkey REFERENCES aftersail.customer (id),
    other_id uuid NOT NULL CONSTRAINT merge_suggestion_other_fkey REFERENCES aftersail.customer (id),
    message_id uuid NOT NULL,
    reason text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT aftersail.now(),
    CONSTRAINT merge_suggestion_pkey PRIMARY KEY (customer_id, other_id),
    CONSTRAINT merge_suggestion_order CHECK (customer_id < other_id)
);
CREATE INDEX merge_suggestion_other ON aftersail.merge_suggestion (other_id);

-- 35 bits: what seven characters of a ticket number hold.
CREATE SEQUENCE aftersail.ticket_sequence AS bigint MINVALUE 0 MAXVALUE 34359738367 START 0;

CREATE TABLE aftersail.ticket (
    id uuid CONSTRAINT ticket_pkey PRIMARY KEY,
    number text NOT NULL CONSTRAINT ticket_number_once UNIQUE,
    customer_id uuid NOT NULL CONSTRAINT ticket_customer_fkey REFERENCES aftersail.customer (id),
    channel text NOT NULL,
    account text NOT NULL,
    external_id text NOT NULL,
    reply_email text, -- normalised address of the request that opened it; later messages do not change it
    subject text,
    country text,
    locale text,
    product_model text,
    product_serial text,
    order_number text,
    occurred_at timestamptz,
    occurred_place text,
    machine boolean NOT NULL,
    received_at timestamptz NOT NULL,
    clock_start timestamptz NOT NULL,
    opened_at timestamptz NOT NULL DEFAULT aftersail.now()
);
CREATE INDEX ticket_customer ON aftersail.ticket (customer_id, opened_at);
CREATE INDEX ticket_opened ON aftersail.ticket (opened_at);

CREATE TABLE aftersail.message (
    id uuid CONSTRAINT message_pkey PRIMARY KEY,
    ticket_id uuid NOT NULL CONSTRAINT message_ticket_fkey REFERENCES aftersail.ticket (id),
    customer_id uuid NOT NULL,
    channel text NOT NULL,
    account text NOT NULL,
    external_id text NOT NULL,
    sender_points text[] NOT NULL DEFAULT '{}', -- what the sender gave, normalised: email:a@b, handle:chat:name
    subject text,
    body text NOT NULL,
    machine boolean NOT NULL,
    flags text[] NOT NULL DEFAULT '{}', -- same_id_other_content, nul_replaced, surrogate_replaced
    in_reply_to text[] NOT NULL DEFAULT '{}', -- external ids this message answers, newest last
    attachments jsonb NOT NULL DEFAULT '[]',
    extra jsonb NOT NULL DEFAULT '{}', -- fields of the request that the contract does not know
    received_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT aftersail.now()
);
CREATE INDEX message_ticket ON aftersail.message (ticket_id, received_at);
CREATE INDEX message_external ON aftersail.message (md5(external_id));
-- Finds replies that came before their original. No pending list: every batch of intake searches here.
CREATE INDEX message_in_reply_to ON aftersail.message USING gin (in_reply_to) WITH (fastupdate = off)
    WHERE in_reply_to <> '{}';

-- Kept for ever: the same message never makes a second ticket.
CREATE TABLE aftersail.intake_receipt (
    channel text NOT NULL,
    account text NOT NULL, -- '' for e-mail, where one mail may reach several of our addresses
    external_id text NOT NULL,
    content_sha256 bytea NOT NULL,
    ticket_id uuid NOT NULL,
    message_id uuid NOT NULL,
    CONSTRAINT intake_receipt_pkey PRIMARY KEY (channel, account, external_id, content_sha256)
);

-- Wanted links that nobody was allowed to make: a stranger quoting a number, a reply before its original.
CREATE TABLE aftersail.link_suggestion (
    ticket_id uuid NOT NULL CONSTRAINT link_suggestion_ticket_fkey REFERENCES aftersail.ticket (id),
    other_id uuid NOT NULL CONSTRAINT link_suggestion_other_fkey REFERENCES aftersail.ticket (id),
    reason text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT aftersail.now(),
    CONSTRAINT link_suggestion_pkey PRIMARY KEY (ticket_id, other_id)
);
CREATE INDEX link_suggestion_other ON aftersail.link_suggestion (other_id);

-- Refused at intake, with the reasons. The same bytes again count up `seen` instead of making a second row.
CREATE TABLE aftersail.quarantine (
    id uuid CONSTRAINT quarantine_pkey PRIMARY KEY,
    fingerprint bytea NOT NULL CONSTRAINT quarantine_once UNIQUE,
    errors jsonb NOT NULL,
    channel text,
    external_id text,
    headers jsonb NOT NULL,
    body bytea, -- NULL above 256 KiB
    body_size integer NOT NULL,
    body_sha256 bytea NOT NULL,
    seen integer NOT NULL DEFAULT 1,
    state text NOT NULL DEFAULT 'waiting'
        CONSTRAINT quarantine_state CHECK (state IN ('waiting', 'replayed', 'dropped')),
    first_seen_at timestamptz NOT NULL DEFAULT aftersail.now(),
    last_seen_at timestamptz NOT NULL DEFAULT aftersail.now(),
    settled_at timestamptz,
    settled_by text
);
CREATE INDEX quarantine_waiting ON aftersail.quarantine (first_seen_at) WHERE state = 'waiting';

GRANT SELECT, INSERT, UPDATE ON
    aftersail.customer, aftersail.contact_point, aftersail.merge_suggestion, aftersail.ticket, aftersail.message,
    aftersail.intake_receipt, aftersail.link_suggestion, aftersail.quarantine
TO aftersail_intake;
GRANT DELETE ON aftersail.customer, aftersail.contact_point TO aftersail_intake;
GRANT USAGE ON SEQUENCE aftersail.ticket_sequence TO aftersail_intake;
GRANT SELECT ON aftersail.customer, aftersail.contact_point, aftersail.ticket, aftersail.message TO
    aftersail_classifier, aftersail_dispatcher, aftersail_sla_monitor, aftersail_notifier, aftersail_survey,
    aftersail_desk, aftersail_operator, aftersail_reader;
GRANT SELECT ON aftersail.merge_suggestion, aftersail.link_suggestion TO
    aftersail_desk, aftersail_operator, aftersail_reader;
GRANT SELECT, UPDATE (state, settled_at, settled_by) ON aftersail.quarantine TO aftersail_operator;
