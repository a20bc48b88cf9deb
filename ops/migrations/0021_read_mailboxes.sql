-- Mailboxes that are read over IMAP: how far each has been read, and every mail that was seen there.

DO $$
BEGIN
    CREATE ROLE aftersail_mailbox NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL; -- made by a sibling database
END
$$;
GRANT USAGE ON SCHEMA aftersail TO aftersail_mailbox;

-- As the other outboxes: a row is published after its transaction committed and deleted after the broker confirmed.
CREATE TABLE aftersail.outbox_mailbox (
    id uuid CONSTRAINT outbox_mailbox_pkey PRIMARY KEY,
    epoch integer NOT NULL,
    exchange text NOT NULL,
    routing_key text NOT NULL,
    headers jsonb NOT NULL,
    body bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT aftersail.now()
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000);
GRANT SELECT, INSERT, UPDATE, DELETE ON aftersail.outbox_mailbox, aftersail.inbox, aftersail.attempt TO aftersail_mailbox;
GRANT SELECT ON aftersail.outbox_mailbox TO aftersail_operator, aftersail_reader;
GRANT INSERT, SELECT ON aftersail.process TO aftersail_mailbox;
GRANT INSERT ON aftersail.parked_message TO aftersail_mailbox;
GRANT EXECUTE ON FUNCTION aftersail.maintain_inbox(timestamptz, interval) TO aftersail_mailbox;

-- One row a mailbox, moved in the transaction that records a mail. Writer: mailbox.
CREATE TABLE aftersail.mailbox (
    name text CONSTRAINT mailbox_pkey PRIMARY KEY, -- as the settings call it
    uid_validity bigint NOT NULL CONSTRAINT mailbox_uid_validity CHECK (uid_validity BETWEEN 0 AND 4294967295),
    last_uid bigint NOT NULL CONSTRAINT mailbox_last_uid CHECK (last_uid BETWEEN 0 AND 4294967295),
    -- Processes that began on the mail behind last_uid, and the latest of them; 0 once it is recorded.
    starts integer NOT NULL DEFAULT 0,
    epoch integer NOT NULL DEFAULT 0,
    looked_at timestamptz NOT NULL DEFAULT aftersail.now() -- last time the server showed it
) WITH (fillfactor = 50);

-- Every mail that was seen, for ever. Writer: mailbox.
CREATE TABLE aftersail.mailbox_message (
    mailbox text NOT NULL CONSTRAINT mailbox_message_mailbox_fkey REFERENCES aftersail.mailbox (name),
    uid_validity bigint NOT NULL,
    uid bigint NOT NULL,
    message_id text,  -- as the mail has it; NULL without one
    external_id text, -- as intake got it; NULL when it did not
    sha256 bytea,     -- of the raw original in the mail store; NULL when no byte could be had
    size bigint NOT NULL,
    outcome text NOT NULL CONSTRAINT mailbox_message_outcome CHECK (outcome IN
        ('handed_on',     -- to intake
         'known',         -- the same bytes and Message-ID had been handed on before
         'quarantined',   -- kept for a person, `reason` says why
         'gone')),        -- away before it could be read
    reason text,
    seen_at timestamptz NOT NULL DEFAULT aftersail.now(),
    CONSTRAINT mailbox_message_pkey PRIMARY KEY (mailbox, uid_validity, uid),
    CONSTRAINT mailbox_message_quarantine CHECK (outcome <> 'quarantined' OR reason IS NOT NULL),
    CONSTRAINT mailbox_message_kept CHECK (outcome NOT IN ('handed_on', 'known') OR sha256 IS NOT NULL)
);
CREATE INDEX mailbox_message_bytes ON aftersail.mailbox_message (sha256) WHERE outcome = 'handed_on';
CREATE INDEX mailbox_message_seen ON aftersail.mailbox_message (mailbox, seen_at);
GRANT SELECT, INSERT, UPDATE ON aftersail.mailbox TO aftersail_mailbox;
GRANT SELECT, INSERT ON aftersail.mailbox_message TO aftersail_mailbox;
GRANT SELECT ON aftersail.mailbox, aftersail.mailbox_message TO aftersail_operator, aftersail_reader;
