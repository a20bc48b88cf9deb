-- Mails that came back name their notification in the address that the bounce came to; intake finds the ticket by it.
GRANT SELECT (id) ON aftersail.notification TO aftersail_intake;
