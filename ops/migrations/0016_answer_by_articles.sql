-- Simple questions are answered by knowledge articles: a setup document of its own, and which article answered.

ALTER TABLE aftersail.setup_document DROP CONSTRAINT setup_document_kind;
ALTER TABLE aftersail.setup_document ADD CONSTRAINT setup_document_kind CHECK
    (kind IN ('organisation', 'calendars', 'sla-policy', 'routing-policy', 'triage-rules', 'templates', 'extraction',
        'articles'));

-- Written by classifier with the classification; null where no article answers.
ALTER TABLE aftersail.triage ADD COLUMN article_id text;
ALTER TABLE aftersail.triage ADD COLUMN article_version integer;
ALTER TABLE aftersail.triage ADD COLUMN article_confidence double precision CONSTRAINT triage_article_confidence
    CHECK (article_confidence BETWEEN 0 AND 1);
