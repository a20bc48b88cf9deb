-- Inbox, outbox, attempts, parking: what makes a message count exactly once. WorkerKit writes them for each role.

-- Epoch of every process that ever ran; it holds the advisory lock (7007, epoch) while it lives.
CREATE TABLE aftersail.process (
    epoch integer GENERATED ALWAYS AS IDENTITY CONSTRAINT process_pkey PRIMARY KEY,
    worker text NOT NULL,
    host text NOT NULL,
    pid integer NOT NULL,
    version text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT aftersail.now()
);

-- A message id (UUIDv7, so ordered by time) is handled once per worker. Partitioned by the id itself: the key stays
-- globally unique and old ranges are dropped whole.
CREATE TABLE aftersail.inbox (
    message_id uuid NOT NULL,
    worker text NOT NULL,
    CONSTRAINT inbox_pkey PRIMARY KEY (message_id, worker)
) PARTITION BY RANGE (message_id);

-- First UUIDv7 of an instant.
CREATE FUNCTION aftersail.first_uuid_at(instant timestamptz) RETURNS uuid
LANGUAGE sql IMMUTABLE
AS $$
    SELECT (lpad(to_hex(floor(extract(epoch FROM instant) * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid
$$;

-- Makes the inbox partitions of the weeks around `instant` (one back, four ahead) and drops those more than
-- `keep` old. Weeks begin on Monday UTC. Returns the oldest id that may still be handled.
CREATE FUNCTION aftersail.maintain_inbox(instant timestamptz, keep interval) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersail, pg_temp
AS $$
DECLARE
    week timestamp;
    partition record;
    -- Whoever asks, what the inbox may still need is kept.
    oldest timestamp := date_trunc('week', (aftersail.now() - greatest(keep, interval '8 weeks')) AT TIME ZONE 'UTC');
BEGIN
    PERFORM pg_advisory_xact_lock(7008, 1); -- replicas maintain one after the other
    FOR week IN
        SELECT generate_series(
            oldest,
            date_trunc('week', instant AT TIME ZONE 'UTC') + interval '4 weeks',
            interval '1 week')
    LOOP
        IF to_regclass('aftersail.inbox_' || to_char(week, 'IYYY"w"IW')) IS NULL THEN
            EXECUTE format(
                'CREATE TABLE aftersail.%I PARTITION OF aftersail.inbox FOR VALUES FROM (%L) TO (%L)',
                'inbox_' || to_char(week, 'IYYY"w"IW'),
                aftersail.first_uuid_at(week AT TIME ZONE 'UTC'),
                aftersail.first_uuid_at((week + interval '1 week') AT TIME ZONE 'UTC'));
        END IF;
    END LOOP;
    FOR partition IN
        SELECT c.relname
        FROM pg_inherits i
        JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'aftersail.inbox'::regclass
          AND c.relname < 'inbox_' || to_char(oldest, 'IYYY"w"IW')
    LOOP
        EXECUTE format('DROP TABLE aftersail.%I', partition.relname);
    END LOOP;
    RETURN aftersail.first_uuid_at(oldest AT TIME ZONE 'UTC');
END
$$;
SELECT aftersail.maintain_inbox(aftersail.now(), interval '8 weeks');

-- Processes that started on a message which may kill them; gone once it is settled.
CREATE TABLE aftersail.attempt (
    worker text NOT NULL,
    message_id uuid NOT NULL,
    starts integer NOT NULL,
    epoch integer NOT NULL, -- the latest of those processes
    first_at timestamptz NOT NULL DEFAULT aftersail.now(),
    CONSTRAINT attempt_pkey PRIMARY KEY (worker, message_id)
);

-- Refused inside: a message that no amount of retrying settles. Kept with its bytes so that it can be replayed.
CREATE TABLE aftersail.parked_message (
    id uuid CONSTRAINT parked_message_pkey PRIMARY KEY,
    worker text NOT NULL,
    queue text NOT NULL,
    message_id text,
    message_type text,
    ticket_id uuid,
    reason text NOT NULL,
    causes jsonb NOT NULL DEFAULT '[]',
    attempts integer NOT NULL,
    exchange text NOT NULL,
    routing_key text NOT NULL,
    headers jsonb NOT NULL,
    body bytea, -- NULL above 256 KiB: then only hash and size are kept
    body_size integer NOT NULL,
    body_sha256 bytea NOT NULL,
    state text NOT NULL DEFAULT 'parked'
        CONSTRAINT parked_message_state CHECK (state IN ('parked', 'replayed', 'dropped')),
    parked_at timestamptz NOT NULL DEFAULT aftersail.now(),
    settled_at timestamptz,
    settled_by text
);
CREATE INDEX parked_message_open ON aftersail.parked_message (parked_at) WHERE state = 'parked';

-- One outbox a writer. A row is published after its transaction committed and deleted after the broker confirmed.
-- fillfactor and autovacuum: rows live for milliseconds.
DO $$
DECLARE
    owner text;
BEGIN
    FOREACH owner IN ARRAY ARRAY['intake', 'classifier', 'dispatcher', 'sla_monitor', 'notifier', 'survey', 'desk', 'operator']
    LOOP
        EXECUTE format($table$
            CREATE TABLE aftersail.outbox_%1$s (
                id uuid CONSTRAINT outbox_%1$s_pkey PRIMARY KEY,
                epoch integer NOT NULL,
                exchange text NOT NULL,
                routing_key text NOT NULL,
                headers jsonb NOT NULL,
                body bytea NOT NULL,
                created_at timestamptz NOT NULL DEFAULT aftersail.now()
            ) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000)
            $table$, owner);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON aftersail.outbox_%1$s TO aftersail_%1$s', owner);
        EXECUTE format('GRANT SELECT ON aftersail.outbox_%1$s TO aftersail_operator, aftersail_reader', owner);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON aftersail.inbox, aftersail.attempt TO aftersail_%1$s', owner);
        EXECUTE format('GRANT INSERT, SELECT ON aftersail.process TO aftersail_%1$s', owner);
        EXECUTE format('GRANT INSERT ON aftersail.parked_message TO aftersail_%1$s', owner);
    END LOOP;
END
$$;
-- A command line that died leaves rows of the desk and the operator behind: every sla-monitor sweeps them.
GRANT SELECT, UPDATE, DELETE ON aftersail.outbox_desk, aftersail.outbox_operator TO aftersail_sla_monitor;
GRANT SELECT, UPDATE (state, settled_at, settled_by) ON aftersail.parked_message TO aftersail_operator;
REVOKE EXECUTE ON FUNCTION aftersail.maintain_inbox(timestamptz, interval) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION aftersail.maintain_inbox(timestamptz, interval) TO
    aftersail_intake, aftersail_classifier, aftersail_dispatcher, aftersail_sla_monitor, aftersail_notifier,
    aftersail_survey;
