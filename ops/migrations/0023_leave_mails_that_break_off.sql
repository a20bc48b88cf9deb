-- A mail whose fetch ends the session each time is left in its mailbox, so that those behind it are read.
ALTER TABLE aftersail.mailbox
    -- The mail during whose fetch a session ended; NULL once it is recorded.
    ADD COLUMN cut_uid bigint,
    -- Sessions that ended so after they had shown another mail: the others may be the network's doing.
    ADD COLUMN cuts integer NOT NULL DEFAULT 0,
    ADD COLUMN cut_since timestamptz; -- when the first ended
