-- What customers are promised: level and contract, changed by people, with who and when.

-- One row a change, with what was before. Writer: desk. Tickets keep what stood when they were opened.
CREATE TABLE aftersail.customer_change (
    id uuid CONSTRAINT customer_change_pkey PRIMARY KEY,
    customer_id uuid NOT NULL CONSTRAINT customer_change_customer_fkey REFERENCES aftersail.customer (id),
    level_was text NOT NULL,
    contract_was text,
    level text NOT NULL,
    contract text,
    changed_by text NOT NULL,
    changed_at timestamptz NOT NULL
);
CREATE INDEX customer_change_customer ON aftersail.customer_change (customer_id, changed_at);
GRANT SELECT, INSERT ON aftersail.customer_change TO aftersail_desk;
GRANT SELECT ON aftersail.customer_change TO aftersail_sla_monitor, aftersail_operator, aftersail_reader;

-- Writer of both columns: desk; intake makes customers with their defaults.
GRANT UPDATE (level, contract) ON aftersail.customer TO aftersail_desk;
