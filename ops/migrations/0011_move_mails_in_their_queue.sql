-- A mail on its way takes its steps in the narrow row alone: `notification`, which holds the text, is written when the mail
-- is queued and when its fate is known, and not in between. There, what is queued, sending or finalising is `queued`.

-- Both at once and first: running workers lock them in either order, and `aftersail migrate` tries again after a deadlock.
LOCK TABLE aftersail.notification, aftersail.mail_queue IN ACCESS EXCLUSIVE MODE;

ALTER TABLE aftersail.mail_queue
    ADD COLUMN attempts integer NOT NULL DEFAULT 0,
    ADD COLUMN finalising_at timestamptz; -- committed before its last byte may leave
UPDATE aftersail.mail_queue q SET attempts = n.attempts FROM aftersail.notification n WHERE n.id = q.notification_id;

CREATE OR REPLACE FUNCTION aftersail.queue_new_mails() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersail, pg_temp
AS $$
BEGIN
    INSERT INTO mail_queue (notification_id, due_at, epoch, attempts)
    SELECT f.id, f.next_attempt_at, CASE WHEN f.state <> 'queued' THEN f.epoch END, f.attempts
    FROM fresh f
    WHERE f.state IN ('queued', 'sending', 'finalising');
    RETURN NULL;
END
$$;

-- Processes of the release before write `sending` and `finalising` into `notification`; both may run side by side.
CREATE OR REPLACE FUNCTION aftersail.requeue_mails() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersail, pg_temp
AS $$
BEGIN
    -- The lists keep plans to the rows' keys. Planned while the queue is empty, as it is at rest, a join reads all of the
    -- queue for each row, and the plan stays when it has filled.
    DELETE FROM mail_queue q
    WHERE q.notification_id = ANY (
        ARRAY(SELECT f.id FROM fresh f WHERE f.state NOT IN ('queued', 'sending', 'finalising')));
    IF EXISTS (SELECT FROM fresh f WHERE f.state = 'sending') THEN
        INSERT INTO mail_queue AS q (notification_id, due_at, epoch, attempts)
        SELECT f.id, f.next_attempt_at, f.epoch, f.attempts
        FROM fresh f
        WHERE f.state = 'sending'
        ON CONFLICT (notification_id) DO UPDATE SET epoch = excluded.epoch
        WHERE q.epoch IS DISTINCT FROM excluded.epoch;
    END IF;
    IF EXISTS (SELECT FROM fresh f WHERE f.state = 'queued') THEN
        INSERT INTO mail_queue (notification_id, due_at, attempts)
        SELECT f.id, f.next_attempt_at, f.attempts
        FROM fresh f
        JOIN former o ON o.id = f.id
        WHERE f.state = 'queued' AND o.state <> 'queued'
        ON CONFLICT (notification_id) DO UPDATE
        SET due_at = excluded.due_at, epoch = NULL, finalising_at = NULL, attempts = excluded.attempts;
    END IF;
    RETURN NULL;
END
$$;
DROP TRIGGER requeue_mails ON aftersail.notification;
CREATE TRIGGER requeue_mails AFTER UPDATE ON aftersail.notification
    REFERENCING OLD TABLE AS former NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION aftersail.requeue_mails();

CREATE OR REPLACE VIEW aftersail.notification_overview AS
SELECT
    n.id,
    t.number AS ticket,
    n.reason,
    n.template,
    n.audience,
    n.automatic,
    n.channel,
    n.address,
    n.language,
    n.subject,
    CASE
        WHEN n.state <> 'queued' OR q.epoch IS NULL THEN n.state
        WHEN q.finalising_at IS NULL THEN 'sending'
        ELSE 'finalising'
    END AS state,
    COALESCE(q.attempts, n.attempts) AS attempts,
    COALESCE(q.due_at, n.next_attempt_at) AS next_attempt_at,
    n.mail_id,
    n.provider_reply,
    n.failure,
    n.created_at,
    n.sent_at,
    n.settled_by
FROM aftersail.notification n
JOIN aftersail.ticket t ON t.id = n.ticket_id
LEFT JOIN aftersail.mail_queue q ON q.notification_id = n.id;
