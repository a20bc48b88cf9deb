-- Clocks are made when a ticket is classified. One row says how far sla-monitor has looked for tickets that were not.
CREATE TABLE aftersail.unclassified_watch (
    only_row boolean NOT NULL DEFAULT true CONSTRAINT unclassified_watch_pkey PRIMARY KEY
        CONSTRAINT unclassified_watch_only_row CHECK (only_row),
    seen_until timestamptz NOT NULL -- the last looked at was opened then
);
INSERT INTO aftersail.unclassified_watch (seen_until) VALUES (aftersail.now() - interval '1 hour');
GRANT SELECT, UPDATE ON aftersail.unclassified_watch TO aftersail_sla_monitor;
GRANT SELECT ON aftersail.unclassified_watch TO aftersail_operator, aftersail_reader;
