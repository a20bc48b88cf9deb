-- The schema, one role per writer, and the clock that all SQL reads.
CREATE SCHEMA IF NOT EXISTS aftersail;

-- Roles belong to the whole server, so another database of ours may have made them already. They cannot log in:
-- an operator's login role is made a member, and each process takes its role with SET ROLE when it connects.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'aftersail_intake', 'aftersail_classifier', 'aftersail_dispatcher', 'aftersail_sla_monitor',
        'aftersail_notifier', 'aftersail_survey', 'aftersail_desk', 'aftersail_operator', 'aftersail_reader',
        'aftersail_tester'
    ] LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN', name);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL; -- made by a sibling database
        END;
    END LOOP;
END
$$;

GRANT USAGE ON SCHEMA aftersail TO
    aftersail_intake, aftersail_classifier, aftersail_dispatcher, aftersail_sla_monitor, aftersail_notifier,
    aftersail_survey, aftersail_desk, aftersail_operator, aftersail_reader, aftersail_tester;

-- One row. A test role moves it so that a simulation runs years in minutes; everybody else only reads.
CREATE TABLE aftersail.clock (
    only_row boolean NOT NULL DEFAULT true CONSTRAINT clock_pkey PRIMARY KEY CONSTRAINT clock_only_row CHECK (only_row),
    real_anchor timestamptz NOT NULL,
    virtual_anchor timestamptz NOT NULL,
    rate double precision NOT NULL CONSTRAINT clock_rate_positive CHECK (rate > 0)
);
INSERT INTO aftersail.clock VALUES (true, pg_catalog.now(), pg_catalog.now(), 1); -- lint:clock the anchor itself

-- Start of the transaction on the product's clock. Stable within a transaction, like the server's own.
CREATE FUNCTION aftersail.now() RETURNS timestamptz
LANGUAGE sql STABLE
AS $$
    SELECT CASE WHEN rate = 1
        THEN pg_catalog.now() + (virtual_anchor - real_anchor) -- lint:clock the one reader of the server's clock
        ELSE virtual_anchor + (pg_catalog.now() - real_anchor) * rate -- lint:clock as above
    END
    FROM aftersail.clock
$$;

GRANT SELECT ON aftersail.clock TO PUBLIC;
GRANT UPDATE ON aftersail.clock TO aftersail_tester;
