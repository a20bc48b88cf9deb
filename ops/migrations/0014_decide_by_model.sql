-- Who chose a ticket's category, and which model was asked.

ALTER TABLE aftersail.triage ADD COLUMN decided_by text CONSTRAINT triage_decided_by
    CHECK (decided_by IN ('rules', 'model', 'person'));
ALTER TABLE aftersail.triage ADD COLUMN model_version text;
