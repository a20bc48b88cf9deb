-- Addresses whose owners want no more surveys. Writer: intake, when a mail asks for it by a token of ours; nobody else can.
CREATE TABLE aftersail.survey_refusal (
    address text CONSTRAINT survey_refusal_pkey PRIMARY KEY, -- normalised, as in notification
    ticket_id uuid NOT NULL CONSTRAINT survey_refusal_ticket_fkey REFERENCES aftersail.ticket (id), -- whose survey it was
    created_at timestamptz NOT NULL
);
CREATE INDEX survey_refusal_ticket ON aftersail.survey_refusal (ticket_id);
GRANT SELECT, INSERT ON aftersail.survey_refusal TO aftersail_intake;
GRANT SELECT ON aftersail.survey_refusal TO aftersail_survey, aftersail_desk, aftersail_operator, aftersail_reader;
-- Somebody changed their mind and told an agent.
GRANT DELETE ON aftersail.survey_refusal TO aftersail_desk;
-- The token names the mail; the refusal is for the address that it went to.
GRANT SELECT (address) ON aftersail.notification TO aftersail_intake;
