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
