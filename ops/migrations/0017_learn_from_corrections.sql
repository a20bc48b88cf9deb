-- Learning: what people corrected, the models that were trained, and what a model in the shadow would have said.

-- What a person said a ticket is about. The first row of a ticket holds what the machine had made of it, the last one counts.
-- Writer: desk.
CREATE TABLE aftersail.triage_correction (
    id uuid CONSTRAINT triage_correction_pkey PRIMARY KEY,
    ticket_id uuid NOT NULL CONSTRAINT triage_correction_ticket_fkey REFERENCES aftersail.ticket (id),
    message_id uuid NOT NULL, -- that was sorted; its text is what can be learned
    category_was text, -- NULL where nobody had decided
    category text NOT NULL CONSTRAINT triage_correction_category CHECK (category IN
        ('technical_fault', 'product_quality', 'usage_question', 'logistics', 'policy', 'spare_part', 'billing',
         'complaint', 'other')),
    language_was text NOT NULL,
    language text NOT NULL,
    decided_by text, -- then; NULL for tickets from before migration 14
    confidence double precision NOT NULL,
    rules_version text NOT NULL,
    model_version text,
    corrected_by text NOT NULL,
    corrected_at timestamptz NOT NULL -- strictly later than the ticket's correction before
);
CREATE INDEX triage_correction_ticket ON aftersail.triage_correction (ticket_id, corrected_at);
GRANT SELECT, INSERT ON aftersail.triage_correction TO aftersail_desk;
GRANT SELECT ON aftersail.triage_correction TO aftersail_classifier, aftersail_operator, aftersail_reader;

-- Of the correction that stands in the row; writer: classifier.
ALTER TABLE aftersail.triage ADD COLUMN corrected_at timestamptz;
-- Reports read by weeks; rows come nearly in this order.
CREATE INDEX triage_classified ON aftersail.triage USING brin (classified_at) WITH (pages_per_range = 32);

-- Trained models. Writer: operator.
CREATE TABLE aftersail.triage_model (
    version text CONSTRAINT triage_model_pkey PRIMARY KEY, -- begins the checksum of the bytes
    bytes bytea NOT NULL,
    facts jsonb NOT NULL, -- threshold, held-out figures, texts
    state text NOT NULL CONSTRAINT triage_model_state CHECK (state IN ('candidate', 'shadow', 'active', 'retired')),
    added_by text NOT NULL,
    added_at timestamptz NOT NULL DEFAULT aftersail.now()
);
-- Read in pieces, and it does not get smaller.
ALTER TABLE aftersail.triage_model ALTER COLUMN bytes SET STORAGE EXTERNAL;
CREATE UNIQUE INDEX triage_model_only ON aftersail.triage_model (state) WHERE state IN ('active', 'shadow');

-- Which model began to decide when; a rollback undoes the last and goes back to the one before. Writer: operator.
CREATE TABLE aftersail.triage_activation (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT triage_activation_pkey PRIMARY KEY,
    version text NOT NULL CONSTRAINT triage_activation_model_fkey REFERENCES aftersail.triage_model (version) ON DELETE CASCADE,
    activated_by text NOT NULL,
    activated_at timestamptz NOT NULL DEFAULT aftersail.now(),
    undone_by text,
    undone_at timestamptz
);
CREATE INDEX triage_activation_version ON aftersail.triage_activation (version);

-- What the model in the shadow would have made of a ticket that the rules did not decide. Writer: classifier; the operator
-- removes those of a model that is dropped.
CREATE TABLE aftersail.triage_shadow (
    model_version text NOT NULL,
    ticket_id uuid NOT NULL CONSTRAINT triage_shadow_ticket_fkey REFERENCES aftersail.ticket (id),
    category text NOT NULL,
    confidence double precision NOT NULL,
    covered boolean NOT NULL, -- it would have decided
    judged_at timestamptz NOT NULL,
    CONSTRAINT triage_shadow_pkey PRIMARY KEY (model_version, ticket_id)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON aftersail.triage_model, aftersail.triage_activation TO aftersail_operator;
GRANT SELECT ON aftersail.triage_model TO aftersail_classifier;
GRANT SELECT ON aftersail.triage_model, aftersail.triage_activation TO aftersail_reader;
GRANT SELECT, INSERT ON aftersail.triage_shadow TO aftersail_classifier;
GRANT SELECT, DELETE ON aftersail.triage_shadow TO aftersail_operator;
GRANT SELECT ON aftersail.triage_shadow TO aftersail_reader;

-- One row a classified ticket: what the machine made of it, whatever people did later, and what is known to be true.
CREATE VIEW aftersail.triage_outcome AS
SELECT
    g.ticket_id,
    g.classified_at,
    COALESCE(f.language_was, g.language) AS language,
    g.candidates #>> '{0,category}' AS guess,
    CASE WHEN f.id IS NULL THEN g.category ELSE f.category_was END AS decided, -- NULL: it abstained
    CASE WHEN f.id IS NULL THEN g.decided_by ELSE f.decided_by END AS decided_by,
    COALESCE(f.confidence, g.confidence) AS confidence,
    g.model_version,
    l.category AS corrected, -- NULL: nobody corrected or confirmed it
    -- What counts as the truth: a person's word, else a decision that stood when the ticket was solved.
    CASE
        WHEN l.category IS NOT NULL THEN l.category
        WHEN s.status IN ('resolved', 'closed') THEN g.category
    END AS truth
FROM aftersail.triage g
LEFT JOIN aftersail.ticket_state s ON s.ticket_id = g.ticket_id
LEFT JOIN LATERAL (
    SELECT c.* FROM aftersail.triage_correction c WHERE c.ticket_id = g.ticket_id ORDER BY c.corrected_at LIMIT 1
) f ON true
LEFT JOIN LATERAL (
    SELECT c.category FROM aftersail.triage_correction c WHERE c.ticket_id = g.ticket_id ORDER BY c.corrected_at DESC LIMIT 1
) l ON true;
GRANT SELECT ON aftersail.triage_outcome TO aftersail_classifier, aftersail_operator, aftersail_reader;
