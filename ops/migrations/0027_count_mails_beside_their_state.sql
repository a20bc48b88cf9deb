-- First, and for the whole of it: an index made before another is dropped would raise the lock in between, and that deadlocks
-- with running notifiers.
LOCK TABLE aftersail.notification IN ACCESS EXCLUSIVE MODE;

-- Two indexes named `state` in their condition. So when the fate of a mail was recorded, the row had to move in all six, though
-- it stayed the same for each of them. What is kept and never sent is told now by a column that does not change on the way.
--
-- True for the rows of before, and for those that notifiers of the release before write: they are found and then left out by
-- their state.
ALTER TABLE aftersail.notification
    ADD COLUMN counted boolean NOT NULL DEFAULT true; -- whether it may count against the budgets of its address and ticket

-- Both begin with what the release before looks for, and serve it, too.
CREATE INDEX notification_address ON aftersail.notification (address, counted, created_at)
    WHERE automatic AND audience = 'customer';
DROP INDEX aftersail.notification_budget;
ALTER INDEX aftersail.notification_address RENAME TO notification_budget;
CREATE INDEX notification_of_ticket ON aftersail.notification (ticket_id, counted, created_at);
DROP INDEX aftersail.notification_ticket, aftersail.notification_budget_ticket;
ALTER INDEX aftersail.notification_of_ticket RENAME TO notification_ticket;
