-- The service network: sites with their level and place, and where each agent stands in it.

-- Writer: operator, by `aftersail setup load`. Sites that are no longer named stay, inactive, because agents point at them.
CREATE TABLE aftersail.site (
    id text CONSTRAINT site_pkey PRIMARY KEY,
    name text NOT NULL,
    level text NOT NULL CONSTRAINT site_level CHECK (level IN ('light', 'joint', 'flagship')),
    country text NOT NULL,
    latitude double precision NOT NULL CONSTRAINT site_latitude CHECK (latitude BETWEEN -90 AND 90),
    longitude double precision NOT NULL CONSTRAINT site_longitude CHECK (longitude BETWEEN -180 AND 180),
    region text, -- of data residency, such as EU
    dealer text, -- company that runs it; its agents are partners
    active boolean NOT NULL DEFAULT true
);
GRANT SELECT ON aftersail.site TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON aftersail.site TO aftersail_operator;

-- Writer of all four: operator, by `aftersail setup load`.
ALTER TABLE aftersail.agent ADD COLUMN site_id text CONSTRAINT agent_site_fkey REFERENCES aftersail.site (id);
ALTER TABLE aftersail.agent ADD COLUMN certifications text[] NOT NULL DEFAULT '{}';
-- Regions whose customers the agent may see; NULL: that of the site, and all without one.
ALTER TABLE aftersail.agent ADD COLUMN regions text[];
-- [{from, to, kind}]: planned leave and extra shifts on the clock of `zone`.
ALTER TABLE aftersail.agent ADD COLUMN exceptions jsonb NOT NULL DEFAULT '[]'
    CONSTRAINT agent_exceptions_list CHECK (jsonb_typeof(exceptions) = 'array');
CREATE INDEX agent_site ON aftersail.agent (site_id);

-- Who last worked on a machine, by its serial number.
CREATE INDEX ticket_serial ON aftersail.ticket (product_serial) WHERE product_serial IS NOT NULL;
