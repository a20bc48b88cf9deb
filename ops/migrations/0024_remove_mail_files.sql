-- Which files of the mail store are still needed, so that the others may go.

INSERT INTO aftersail.retention (what) VALUES ('mail-files');
GRANT SELECT, UPDATE ON aftersail.retention TO aftersail_mailbox;

-- Strangers write what stands there: one of any length would not fit into the index, and its message could not be stored.
CREATE INDEX message_original ON aftersail.message ((extra #>> '{mail,original,sha256}'))
    WHERE length(extra #>> '{mail,original,sha256}') = 64;
CREATE INDEX message_attachment ON aftersail.message USING gin (attachments jsonb_path_ops) WITH (fastupdate = off)
    WHERE attachments <> '[]';
CREATE INDEX mailbox_message_set_aside ON aftersail.mailbox_message (sha256) WHERE outcome = 'quarantined';

-- Files, by their SHA-256 in hexadecimal, that requests name which may yet make a message. Reads all of them, as text, for what
-- lies there may be anything: so ask once, and before asking for messages.
CREATE FUNCTION aftersail.waiting_mail_files() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = aftersail, pg_temp
AS $$
    SELECT DISTINCT (regexp_matches(encode(b.body, 'escape'), 'aftersail-mail:([0-9a-f]{64})', 'g'))[1]
    FROM (
        SELECT q.body FROM quarantine q
        UNION ALL
        SELECT p.body FROM parked_message p
        UNION ALL
        SELECT o.body FROM outbox_mailbox o
        UNION ALL
        SELECT o.body FROM outbox_operator o
    ) b
$$;

-- Those of the given files that a message or a mail set aside refers to: one look into each index a file.
CREATE FUNCTION aftersail.referred_mail_files(files text[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = aftersail, pg_temp
AS $$
    SELECT f.file
    FROM unnest(files) AS f (file)
    WHERE EXISTS (
        SELECT FROM message m
        WHERE length(m.extra #>> '{mail,original,sha256}') = 64 AND m.extra #>> '{mail,original,sha256}' = f.file)
       OR EXISTS (
        SELECT FROM message m
        WHERE m.attachments <> '[]' AND m.attachments @> jsonb_build_array(jsonb_build_object('sha256', f.file)))
       OR EXISTS (
        SELECT FROM mailbox_message x WHERE x.outcome = 'quarantined' AND x.sha256 = decode(f.file, 'hex'))
$$;

-- Those of the given files that anything we keep refers to, for who asks seldom.
CREATE FUNCTION aftersail.needed_mail_files(files text[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = aftersail, pg_temp
AS $$
    SELECT w.file FROM waiting_mail_files() AS w (file) WHERE w.file = ANY (files)
    UNION
    SELECT r.file FROM referred_mail_files(files) AS r (file)
$$;

-- Files last written before this instant are old enough to go. What is in quarantine or parked without its body, because it
-- was too long, does not tell what it refers to: as long as it is there, everything from the day before it on stays.
CREATE FUNCTION aftersail.mail_files_before(keep interval) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = aftersail, pg_temp
AS $$
    SELECT least(
        aftersail.now() - keep,
        (SELECT min(q.first_seen_at) FROM quarantine q WHERE q.body IS NULL) - interval '1 day',
        (SELECT min(p.parked_at) FROM parked_message p WHERE p.body IS NULL) - interval '1 day'
    )
$$;
REVOKE EXECUTE ON FUNCTION
    aftersail.waiting_mail_files(), aftersail.referred_mail_files(text[]), aftersail.needed_mail_files(text[]),
    aftersail.mail_files_before(interval) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    aftersail.waiting_mail_files(), aftersail.referred_mail_files(text[]), aftersail.needed_mail_files(text[]),
    aftersail.mail_files_before(interval)
TO aftersail_mailbox, aftersail_operator;
