-- The append-only record of every ticket, and what people at the desk do.

-- Ids, codes and digests, no text. Status, clocks and metrics can be rebuilt from it.
CREATE TABLE aftersail.ticket_event (
    id uuid CONSTRAINT ticket_event_pkey PRIMARY KEY,
    ticket_id uuid NOT NULL,
    at timestamptz NOT NULL, -- when it counts for clocks; may lie before recorded_at
    kind text NOT NULL,
    actor text NOT NULL,     -- agent:<id>, customer, system:<worker>, operator:<name>
    data jsonb NOT NULL DEFAULT '{}',
    recorded_at timestamptz NOT NULL DEFAULT aftersail.now(),
    xact xid8 NOT NULL DEFAULT pg_current_xact_id() -- commit order for the sealer
);
CREATE INDEX ticket_event_ticket ON aftersail.ticket_event (ticket_id, at, id);
CREATE INDEX ticket_event_xact ON aftersail.ticket_event (xact, id);

-- Hash chain over the ledger; a flipped, missing or moved row shows. Made off the hot path.
CREATE TABLE aftersail.ticket_event_seal (
    position bigint CONSTRAINT ticket_event_seal_pkey PRIMARY KEY,
    event_id uuid NOT NULL CONSTRAINT ticket_event_seal_once UNIQUE,
    xact xid8 NOT NULL,
    hash bytea NOT NULL
);

CREATE FUNCTION aftersail.event_digest(event aftersail.ticket_event, previous bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE
AS $$
    SELECT sha256(previous || convert_to(concat_ws(E'\x1f',
        event.id, event.ticket_id, extract(epoch FROM event.at), event.kind, event.actor, event.data,
        extract(epoch FROM event.recorded_at), event.xact), 'UTF8'))
$$;

-- Seals up to `most` events of finished transactions in commit order; returns how many. One sealer at a time.
CREATE FUNCTION aftersail.seal_events(most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersail, pg_temp
AS $$
DECLARE
    last_position bigint := -1;
    last_xact xid8 := '0';
    last_event uuid := '00000000-0000-0000-0000-000000000000';
    last_hash bytea := '';
    sealed integer := 0;
    event aftersail.ticket_event;
BEGIN
    IF NOT pg_try_advisory_xact_lock(7008, 2) THEN
        RETURN 0;
    END IF;
    SELECT s.position, s.xact, s.event_id, s.hash
    INTO last_position, last_xact, last_event, last_hash
    FROM ticket_event_seal s
    ORDER BY s.position DESC
    LIMIT 1;
    IF NOT FOUND THEN
        last_position := -1; last_xact := '0'; last_event := '00000000-0000-0000-0000-000000000000'; last_hash := '';
    END IF;
    FOR event IN
        SELECT *
        FROM ticket_event e
        WHERE (e.xact, e.id) > (last_xact, last_event)
          AND e.xact < pg_snapshot_xmin(pg_current_snapshot())
        ORDER BY e.xact, e.id
        LIMIT most
    LOOP
        last_position := last_position + 1;
        last_hash := event_digest(event, last_hash);
        INSERT INTO ticket_event_seal VALUES (last_position, event.id, event.xact, last_hash);
        sealed := sealed + 1;
    END LOOP;
    RETURN sealed;
END
$$;

-- First seal that does not fit its event, or NULL when the whole chain holds.
CREATE FUNCTION aftersail.first_broken_seal() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersail, pg_temp
AS $$
DECLARE
    previous bytea := '';
    expected bigint := 0;
    link record;
BEGIN
    FOR link IN
        SELECT s.position, s.hash, e AS event
        FROM ticket_event_seal s
        LEFT JOIN ticket_event e ON e.id = s.event_id
        ORDER BY s.position
    LOOP
        IF link.position <> expected OR link.event IS NULL OR event_digest(link.event, previous) <> link.hash THEN
            RETURN expected;
        END IF;
        previous := link.hash;
        expected := expected + 1;
    END LOOP;
    RETURN NULL;
END
$$;

-- What an agent or a customer's representative wrote: replies, notes, proposals, objections.
CREATE TABLE aftersail.desk_entry (
    id uuid CONSTRAINT desk_entry_pkey PRIMARY KEY,
    ticket_id uuid NOT NULL CONSTRAINT desk_entry_ticket_fkey REFERENCES aftersail.ticket (id),
    kind text NOT NULL CONSTRAINT desk_entry_kind
        CHECK (kind IN ('reply', 'note', 'proposal', 'acceptance', 'objection', 'resolution')),
    author text NOT NULL,
    body text NOT NULL,
    solution_kind text CONSTRAINT desk_entry_solution_kind CHECK (solution_kind IN
        ('remote_support', 'on_site_repair', 'part_replacement', 'guidance', 'refund', 'return', 'exchange', 'declined')),
    created_at timestamptz NOT NULL DEFAULT aftersail.now()
);
CREATE INDEX desk_entry_ticket ON aftersail.desk_entry (ticket_id, created_at);

-- Where a ticket stands. No row means open, version 0, cycle 1: intake never has to write here.
CREATE TABLE aftersail.ticket_state (
    ticket_id uuid CONSTRAINT ticket_state_pkey PRIMARY KEY
        CONSTRAINT ticket_state_ticket_fkey REFERENCES aftersail.ticket (id),
    status text NOT NULL CONSTRAINT ticket_state_status
        CHECK (status IN ('open', 'waiting', 'proposed', 'resolved', 'closed', 'merged')),
    wait_reason text CONSTRAINT ticket_state_wait_reason
        CHECK (wait_reason IN ('customer', 'parts', 'supplier', 'visit', 'agreed_date')),
    version integer NOT NULL,
    cycle integer NOT NULL,
    resolved_at timestamptz,
    closed_at timestamptz,
    updated_at timestamptz NOT NULL DEFAULT aftersail.now(),
    CONSTRAINT ticket_state_waits_for CHECK ((status = 'waiting') = (wait_reason IS NOT NULL))
);

-- The customer wrote on a finished or waiting ticket: work goes on. Returns those that changed, with the new version,
-- whether a new cycle began, and when the state had last changed: what is recorded of it stands behind that in the
-- ledger, even if the calling transaction began before. Called by intake, which has no right on the table itself.
CREATE FUNCTION aftersail.resume_tickets(tickets uuid[])
RETURNS TABLE (ticket_id uuid, version integer, cycle integer, reopened boolean, previous_at timestamptz)
LANGUAGE sql SECURITY DEFINER SET search_path = aftersail, pg_temp
AS $$
    WITH locked AS (
        SELECT s.ticket_id, s.status, s.updated_at
        FROM ticket_state s
        WHERE s.ticket_id = ANY (tickets)
          AND (s.status IN ('resolved', 'closed', 'proposed') OR s.wait_reason = 'customer')
        ORDER BY s.ticket_id
        FOR UPDATE
    )
    UPDATE ticket_state s
    SET status = 'open',
        wait_reason = NULL,
        version = s.version + 1,
        cycle = s.cycle + (l.status IN ('resolved', 'closed'))::integer,
        resolved_at = NULL,
        closed_at = NULL,
        updated_at = greatest(aftersail.now(), l.updated_at + interval '1 microsecond')
    FROM locked l
    WHERE s.ticket_id = l.ticket_id
    RETURNING s.ticket_id, s.version, s.cycle, l.status IN ('resolved', 'closed'), l.updated_at
$$;
REVOKE EXECUTE ON FUNCTION aftersail.resume_tickets(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION aftersail.resume_tickets(uuid[]) TO aftersail_intake;

-- What a customer answered to a survey; `survey` reads it when the event arrives.
CREATE TABLE aftersail.survey_answer (
    id uuid CONSTRAINT survey_answer_pkey PRIMARY KEY,
    survey_id uuid NOT NULL,
    score integer NOT NULL CONSTRAINT survey_answer_score CHECK (score BETWEEN 1 AND 5),
    comment text,
    channel text NOT NULL,
    answered_at timestamptz NOT NULL DEFAULT aftersail.now()
);
CREATE INDEX survey_answer_survey ON aftersail.survey_answer (survey_id);

GRANT INSERT ON aftersail.ticket_event TO
    aftersail_intake, aftersail_classifier, aftersail_dispatcher, aftersail_sla_monitor, aftersail_notifier,
    aftersail_survey, aftersail_desk, aftersail_operator;
GRANT SELECT ON aftersail.ticket_event, aftersail.ticket_event_seal, aftersail.ticket_state TO
    aftersail_intake, aftersail_classifier, aftersail_dispatcher, aftersail_sla_monitor, aftersail_notifier,
    aftersail_survey, aftersail_desk, aftersail_operator, aftersail_reader;
GRANT INSERT, SELECT ON aftersail.desk_entry, aftersail.survey_answer TO aftersail_desk;
GRANT INSERT, UPDATE, SELECT ON aftersail.ticket_state TO aftersail_desk;
GRANT SELECT ON aftersail.desk_entry TO aftersail_notifier, aftersail_operator, aftersail_reader;
GRANT SELECT ON aftersail.survey_answer TO
    aftersail_survey, aftersail_notifier, aftersail_operator, aftersail_reader;
REVOKE EXECUTE ON FUNCTION aftersail.seal_events(integer), aftersail.first_broken_seal() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION aftersail.seal_events(integer) TO aftersail_sla_monitor;
GRANT EXECUTE ON FUNCTION aftersail.first_broken_seal() TO aftersail_operator;
