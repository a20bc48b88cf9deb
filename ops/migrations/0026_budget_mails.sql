-- First, and for the whole of it: an index made before another is dropped would raise the lock in between, and that deadlocks
-- with running notifiers.
LOCK TABLE aftersail.notification IN ACCESS EXCLUSIVE MODE;

-- What automatic mail has taken of the budgets that span addresses and tickets, by ten minutes of the clock. Only the
-- notifier writes it, under the advisory lock 7010. Small: a row for each domain or colleague that got mail in that time.
CREATE TABLE aftersail.mail_budget (
    scope text NOT NULL CONSTRAINT mail_budget_scope CHECK (scope IN ('domain', 'overall', 'staff')),
    name text NOT NULL, -- the domain or the colleague's address; empty for all automatic mail
    window_at timestamptz NOT NULL, -- when the ten minutes begin; ahead of now for mail that waits
    used integer NOT NULL CONSTRAINT mail_budget_used CHECK (used > 0),
    CONSTRAINT mail_budget_pkey PRIMARY KEY (scope, name, window_at)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000);
GRANT SELECT, INSERT, UPDATE, DELETE ON aftersail.mail_budget TO aftersail_notifier;
GRANT SELECT ON aftersail.mail_budget TO aftersail_operator, aftersail_reader;
INSERT INTO aftersail.retention (what) VALUES ('mail-budgets');

-- Counted for every mail: an address that a loop floods has many suppressed rows, which are none of its budget's.
CREATE INDEX notification_budget ON aftersail.notification (address, created_at)
    WHERE automatic AND audience = 'customer' AND state <> 'suppressed';
CREATE INDEX notification_budget_ticket ON aftersail.notification (ticket_id, created_at) WHERE state <> 'suppressed';
DROP INDEX aftersail.notification_address;
