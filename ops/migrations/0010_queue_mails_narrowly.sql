-- A mail changes its state three times within a second. While `state` stood in an index, each change wrote the whole
-- mail and all its indexes anew; now mails on their way stand in a narrow table, and a change stays within its page.

-- One row for each notification that is queued, sending or finalising. Triggers keep it so, whoever changes the state.
CREATE TABLE aftersail.mail_queue (
    notification_id uuid CONSTRAINT mail_queue_pkey PRIMARY KEY,
    due_at timestamptz NOT NULL,
    epoch integer -- process that sends it now
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000);
CREATE INDEX mail_queue_due ON aftersail.mail_queue (due_at, notification_id) WHERE epoch IS NULL;
CREATE INDEX mail_queue_epoch ON aftersail.mail_queue (epoch) WHERE epoch IS NOT NULL;

INSERT INTO aftersail.mail_queue
SELECT id, next_attempt_at, CASE WHEN state <> 'queued' THEN epoch END
FROM aftersail.notification
WHERE state IN ('queued', 'sending', 'finalising');

DROP INDEX aftersail.notification_queued;
DROP INDEX aftersail.notification_in_flight;
ALTER TABLE aftersail.notification SET (fillfactor = 50);

CREATE FUNCTION aftersail.queue_new_mails() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersail, pg_temp
AS $$
BEGIN
    INSERT INTO mail_queue (notification_id, due_at, epoch)
    SELECT f.id, f.next_attempt_at, CASE WHEN f.state <> 'queued' THEN f.epoch END
    FROM fresh f
    WHERE f.state IN ('queued', 'sending', 'finalising');
    RETURN NULL;
END
$$;

CREATE FUNCTION aftersail.requeue_mails() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersail, pg_temp
AS $$
BEGIN
    UPDATE mail_queue q
    SET epoch = f.epoch
    FROM fresh f
    WHERE q.notification_id = f.id AND f.state = 'sending' AND q.epoch IS DISTINCT FROM f.epoch;
    DELETE FROM mail_queue q
    USING fresh f
    WHERE q.notification_id = f.id AND f.state NOT IN ('queued', 'sending', 'finalising');
    INSERT INTO mail_queue (notification_id, due_at)
    SELECT f.id, f.next_attempt_at
    FROM fresh f
    WHERE f.state = 'queued'
    ON CONFLICT (notification_id) DO UPDATE SET due_at = excluded.due_at, epoch = NULL;
    RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION aftersail.queue_new_mails(), aftersail.requeue_mails() FROM PUBLIC;

CREATE TRIGGER queue_new_mails AFTER INSERT ON aftersail.notification
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION aftersail.queue_new_mails();
CREATE TRIGGER requeue_mails AFTER UPDATE ON aftersail.notification
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION aftersail.requeue_mails();

GRANT SELECT, UPDATE ON aftersail.mail_queue TO aftersail_notifier; -- UPDATE: a claim locks the row
GRANT SELECT ON aftersail.mail_queue TO aftersail_operator, aftersail_reader;

-- Rows of these tables come only from messages about tickets that were committed, and no ticket is ever deleted. Each
-- check locked the ticket's row anew, in transactions that run side by side.
ALTER TABLE aftersail.sla_clock DROP CONSTRAINT sla_clock_ticket_fkey;
ALTER TABLE aftersail.notification DROP CONSTRAINT notification_ticket_fkey;
ALTER TABLE aftersail.triage DROP CONSTRAINT triage_ticket_fkey;
ALTER TABLE aftersail.assignment DROP CONSTRAINT assignment_agent_fkey;
