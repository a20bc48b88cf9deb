-- What goes with time, and what a restore from a backup has to say.

-- One row for each kind of rows that may go. Its worker locks it while it looks, so one replica does at a time.
CREATE TABLE aftersail.retention (
    what text CONSTRAINT retention_pkey PRIMARY KEY,
    keep interval,         -- as its worker last had it; NULL before anybody looked
    looked_at timestamptz, -- NULL before anybody looked
    gone bigint NOT NULL DEFAULT 0,
    -- Everything up to here has been looked at; only where rows stay and lose their text.
    reached uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'
);
INSERT INTO aftersail.retention (what)
VALUES ('quarantine'), ('parked'), ('processes'), ('mail-texts'), ('suppressions'), ('surveys');

CREATE INDEX quarantine_settled ON aftersail.quarantine (greatest(settled_at, last_seen_at)) WHERE state <> 'waiting';
CREATE INDEX parked_message_settled ON aftersail.parked_message (settled_at) WHERE state <> 'parked';
CREATE INDEX survey_over ON aftersail.survey (expires_at) WHERE state IN ('expired', 'cancelled');

GRANT SELECT, UPDATE ON aftersail.retention TO
    aftersail_intake, aftersail_sla_monitor, aftersail_notifier, aftersail_survey;
GRANT SELECT ON aftersail.retention TO aftersail_operator, aftersail_reader;
GRANT DELETE ON aftersail.quarantine TO aftersail_intake;
GRANT DELETE ON aftersail.survey TO aftersail_survey;

-- Removes up to `most` parked messages that were settled before an instant; returns how many. The sla-monitor calls it,
-- and has no right to read what others parked.
CREATE FUNCTION aftersail.forget_parked(before timestamptz, most integer) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = aftersail, pg_temp
AS $$
    WITH old AS (
        SELECT p.id
        FROM parked_message p
        WHERE p.state <> 'parked' AND p.settled_at < before
        ORDER BY p.settled_at
        LIMIT most
        FOR UPDATE SKIP LOCKED
    ), gone AS (
        DELETE FROM parked_message p USING old WHERE p.id = old.id RETURNING p.id
    )
    SELECT count(*)::integer FROM gone
$$;

-- The same for processes that started before an instant and live no more: nobody holds the lock of their epoch.
CREATE FUNCTION aftersail.forget_processes(before timestamptz, most integer) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = aftersail, pg_temp
AS $$
    WITH old AS (
        SELECT p.epoch
        FROM process p
        WHERE p.started_at < before
          AND NOT EXISTS (
            SELECT FROM pg_locks l
            WHERE l.locktype = 'advisory' AND l.classid = 7007 AND l.objid = p.epoch::oid AND l.granted
              AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()))
        ORDER BY p.epoch
        LIMIT most
        FOR UPDATE SKIP LOCKED
    ), gone AS (
        DELETE FROM process p USING old WHERE p.epoch = old.epoch RETURNING p.epoch
    )
    SELECT count(*)::integer FROM gone
$$;
REVOKE EXECUTE ON FUNCTION
    aftersail.forget_parked(timestamptz, integer), aftersail.forget_processes(timestamptz, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    aftersail.forget_parked(timestamptz, integer), aftersail.forget_processes(timestamptz, integer)
TO aftersail_sla_monitor;

-- The server that these data belong to. A dump that is loaded elsewhere still names the old one: so `aftersail doctor`
-- knows a restored backup.
CREATE TABLE aftersail.home (
    only_row boolean NOT NULL DEFAULT true CONSTRAINT home_pkey PRIMARY KEY CONSTRAINT home_only_row CHECK (only_row),
    system bigint NOT NULL,
    -- What the ledger adds to this server's transaction ids: those of a dump come from another count.
    xact_shift bigint NOT NULL DEFAULT 0
);
INSERT INTO aftersail.home (system) SELECT system_identifier FROM pg_control_system();

-- Backups that came back. While one is open, mails about its tickets wait for a person: they may have been sent already.
CREATE TABLE aftersail.restore_point (
    id uuid CONSTRAINT restore_point_pkey PRIMARY KEY DEFAULT gen_random_uuid(),
    backup_at timestamptz NOT NULL, -- the newest record in it
    restored_at timestamptz NOT NULL DEFAULT aftersail.now(),
    restored_by text NOT NULL,
    held bigint NOT NULL, -- mails of the backup that were not known to be sent
    ended_at timestamptz,
    ended_by text
);
CREATE UNIQUE INDEX restore_point_open ON aftersail.restore_point ((ended_at IS NULL)) WHERE ended_at IS NULL;
GRANT SELECT ON aftersail.home, aftersail.restore_point TO PUBLIC;

-- The same as before, but for the shift.
CREATE OR REPLACE FUNCTION aftersail.seal_events(most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersail, pg_temp
AS $$
DECLARE
    last_position bigint := -1;
    last_xact xid8 := '0';
    last_event uuid := '00000000-0000-0000-0000-000000000000';
    last_hash bytea := '';
    sealed integer := 0;
    event aftersail.ticket_event;
    horizon xid8;
BEGIN
    IF NOT pg_try_advisory_xact_lock(7008, 2) THEN
        RETURN 0;
    END IF;
    SELECT (pg_snapshot_xmin(pg_current_snapshot())::text::bigint + h.xact_shift)::text::xid8
    INTO horizon
    FROM home h;
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
          AND e.xact < horizon
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

-- Takes a restored backup into use: keeps numbers from being given twice, the ledger in order, and every mail that may
-- have been sent after the backup for a person. No worker runs meanwhile.
CREATE FUNCTION aftersail.begin_restore(by text, skipped_numbers bigint)
RETURNS TABLE (backup_at timestamptz, held bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersail, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    newest aftersail.ticket_event;
    mails bigint;
    shift bigint := 0;
BEGIN
    LOCK TABLE restore_point IN EXCLUSIVE MODE;
    IF EXISTS (SELECT FROM restore_point r WHERE r.ended_at IS NULL) THEN
        RAISE EXCEPTION 'a restore is open' USING ERRCODE = 'object_in_use';
    END IF;
    SELECT * INTO newest FROM ticket_event e ORDER BY e.xact DESC, e.id DESC LIMIT 1;
    IF FOUND THEN
        shift := greatest(0, newest.xact::text::bigint - pg_current_xact_id()::text::bigint + 1);
    END IF;
    UPDATE home
    SET system = (SELECT c.system_identifier FROM pg_control_system() c), xact_shift = shift;
    EXECUTE format(
        'ALTER TABLE ticket_event ALTER COLUMN xact SET DEFAULT (pg_current_xact_id()::text::bigint + %s)::text::xid8',
        shift);
    IF skipped_numbers > 0 THEN
        PERFORM setval('ticket_sequence', s.last_value + skipped_numbers) FROM ticket_sequence s;
    END IF;
    UPDATE notification n
    SET state = 'uncertain', failure = 'restored: it was under way at the backup and may have been sent since'
    WHERE n.state IN ('queued', 'sending', 'finalising');
    GET DIAGNOSTICS mails = ROW_COUNT;
    RETURN QUERY
        INSERT INTO restore_point (backup_at, restored_by, held)
        VALUES (COALESCE(newest.recorded_at, aftersail.now()), by, mails)
        RETURNING restore_point.backup_at, restore_point.held;
END
$$;

-- From here on, mails about all tickets are sent at once again; those that wait go on waiting. Gives the open restore.
CREATE FUNCTION aftersail.end_restore(by text) RETURNS SETOF aftersail.restore_point
LANGUAGE sql SECURITY DEFINER SET search_path = aftersail, pg_temp
AS $$
    UPDATE restore_point SET ended_at = aftersail.now(), ended_by = by WHERE ended_at IS NULL RETURNING *
$$;
REVOKE EXECUTE ON FUNCTION aftersail.begin_restore(text, bigint), aftersail.end_restore(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION aftersail.begin_restore(text, bigint), aftersail.end_restore(text) TO aftersail_operator;
