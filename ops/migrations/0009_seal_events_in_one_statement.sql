-- Sealing read and wrote line by line; reading, texts and writing are now one statement each. The chain is the same.

CREATE FUNCTION aftersail.event_text(event aftersail.ticket_event) RETURNS bytea
LANGUAGE sql STABLE
AS $$
    SELECT convert_to(concat_ws(E'\x1f',
        event.id, event.ticket_id, extract(epoch FROM event.at), event.kind, event.actor, event.data,
        extract(epoch FROM event.recorded_at), event.xact), 'UTF8')
$$;

CREATE OR REPLACE FUNCTION aftersail.seal_events(most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersail, pg_temp
AS $$
DECLARE
    last_position bigint := -1;
    last_xact xid8 := '0';
    last_event uuid := '00000000-0000-0000-0000-000000000000';
    last_hash bytea := '';
    events uuid[];
    xacts xid8[];
    texts bytea[];
    hashes bytea[] := '{}';
    horizon xid8;
    line bytea;
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
    SELECT array_agg(e.id), array_agg(e.xact), array_agg(aftersail.event_text(e))
    INTO events, xacts, texts
    FROM (
        SELECT *
        FROM ticket_event x
        WHERE (x.xact, x.id) > (last_xact, last_event)
          AND x.xact < horizon
        ORDER BY x.xact, x.id
        LIMIT most
    ) e;
    IF events IS NULL THEN
        RETURN 0;
    END IF;
    FOREACH line IN ARRAY texts
    LOOP
        last_hash := sha256(last_hash || line);
        hashes := array_append(hashes, last_hash);
    END LOOP;
    INSERT INTO ticket_event_seal (position, event_id, xact, hash)
    SELECT last_position + n.place, n.event, n.xact, n.hash
    FROM unnest(events, xacts, hashes) WITH ORDINALITY AS n (event, xact, hash, place);
    RETURN cardinality(events);
END
$$;
