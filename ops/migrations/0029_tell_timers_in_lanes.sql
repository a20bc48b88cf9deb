-- What sla-monitor writes for each ticket, with fewer entries in indexes; seals of many lines.

-- First, and in this order, in which the gauges read them: neither lock is raised, and nobody waits for one while holding the other.
LOCK TABLE aftersail.sla_clock IN ACCESS EXCLUSIVE MODE;
LOCK TABLE aftersail.ticket_event_seal IN ACCESS EXCLUSIVE MODE;

-- Only the view `silent_ticket` looks for deadlines, and only for those of reports.
CREATE INDEX sla_clock_silent ON aftersail.sla_clock (due_at) WHERE metric = 'progress' AND state = 'running';
DROP INDEX aftersail.sla_clock_due;

-- A seal stands for all lines since the one before, up to and with its own; `position` is that of the last. NULL: its own alone,
-- as all were sealed before.
ALTER TABLE aftersail.ticket_event_seal ADD COLUMN lines integer
    CONSTRAINT ticket_event_seal_lines CHECK (lines > 0);

-- Seals up to `most` lines of finished transactions in commit order; returns how many. One sealer at a time.
CREATE OR REPLACE FUNCTION aftersail.seal_events(most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersail, pg_temp
AS $$
DECLARE
    last_position bigint := -1;
    last_xact xid8 := '0';
    last_event uuid := '00000000-0000-0000-0000-000000000000';
    last_hash bytea := '';
    texts bytea := '';
    lines integer := 0;
    sealed integer := 0;
    horizon xid8;
    line record;
BEGIN
    IF NOT pg_try_advisory_xact_lock(7008, 2) THEN
        RETURN 0;
    END IF;
    -- A restored database goes on counting transactions where the old server was (migration 8).
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
    -- What is in flight may still commit under an older transaction id, so nothing at or behind it is sealed.
    FOR line IN
        SELECT x.xact, x.id, aftersail.event_text(x) AS text
        FROM ticket_event x
        WHERE (x.xact, x.id) > (last_xact, last_event) AND x.xact < horizon
        ORDER BY x.xact, x.id
        LIMIT most
    LOOP
        IF lines = 64 THEN
            last_hash := sha256(last_hash || texts);
            INSERT INTO ticket_event_seal (position, event_id, xact, hash, lines)
            VALUES (last_position + sealed, last_event, last_xact, last_hash, lines);
            lines := 0;
        END IF;
        texts := CASE lines WHEN 0 THEN line.text ELSE texts || '\x1e'::bytea || line.text END;
        lines := lines + 1;
        sealed := sealed + 1;
        last_xact := line.xact;
        last_event := line.id;
    END LOOP;
    IF lines > 0 THEN
        INSERT INTO ticket_event_seal (position, event_id, xact, hash, lines)
        VALUES (last_position + sealed, last_event, last_xact, sha256(last_hash || texts), lines);
    END IF;
    RETURN sealed;
END
$$;

-- Position of the first line under the first seal that does not fit, or NULL when the whole chain holds. A line that was
-- changed, removed, or put among those of a seal breaks it.
CREATE OR REPLACE FUNCTION aftersail.first_broken_seal() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersail, pg_temp
AS $$
DECLARE
    previous bytea := '';
    expected bigint := 0;
    last_xact xid8 := '0';
    last_event uuid := '00000000-0000-0000-0000-000000000000';
    link record;
    found_lines bigint;
    texts bytea;
BEGIN
    FOR link IN
        SELECT s.position, s.hash, s.xact, s.event_id, s.lines, e AS event
        FROM ticket_event_seal s
        LEFT JOIN ticket_event e ON e.id = s.event_id
        ORDER BY s.position
    LOOP
        IF link.event IS NULL OR link.position <> expected + COALESCE(link.lines, 1) - 1 THEN
            RETURN expected;
        END IF;
        IF link.lines IS NULL THEN
            texts := aftersail.event_text(link.event);
        ELSE
            SELECT count(*), string_agg(aftersail.event_text(x), '\x1e' ORDER BY x.xact, x.id)
            INTO found_lines, texts
            FROM ticket_event x
            WHERE (x.xact, x.id) > (last_xact, last_event) AND (x.xact, x.id) <= (link.xact, link.event_id);
            IF found_lines <> link.lines THEN
                RETURN expected;
            END IF;
        END IF;
        IF sha256(previous || texts) <> link.hash THEN
            RETURN expected;
        END IF;
        previous := link.hash;
        expected := link.position + 1;
        last_xact := link.xact;
        last_event := link.event_id;
    END LOOP;
    RETURN NULL;
END
$$;
