-- Numbers that customers write: what to look for is a document of its own, what was found stands beside the classification.

ALTER TABLE aftersail.setup_document DROP CONSTRAINT setup_document_kind;
ALTER TABLE aftersail.setup_document ADD CONSTRAINT setup_document_kind
    CHECK (kind IN ('organisation', 'calendars', 'sla-policy', 'routing-policy', 'triage-rules', 'templates', 'extraction'));

-- Writer: classifier, with the classification, later with each message of the customer that says something new.
-- [{kind, value, text, pattern, checked}], a value of a kind once.
ALTER TABLE aftersail.triage ADD COLUMN extracted jsonb NOT NULL DEFAULT '[]'
    CONSTRAINT triage_extracted_list CHECK (jsonb_typeof(extracted) = 'array');
-- Writer: classifier, with `extracted`: version of the document by which it last read; NULL without any.
ALTER TABLE aftersail.triage ADD COLUMN extraction_version integer;
