/// One thing that must not have happened, and the question that counts how often it did.
struct Promise: Sendable {
    /// What the report calls it.
    let name: String
    /// Counts violations as `n`.
    let sql: String

    /// What every run must keep, after it has drained.
    static let all: [Promise] = arrival + stages + mails + order

    private static let arrival = [
        Promise(
            name: "lost: confirmed, but no message",
            sql: """
                SELECT count(*) AS n FROM proof.posted p
                WHERE p.confirmed_at IS NOT NULL AND NOT EXISTS (SELECT FROM message m WHERE m.external_id = p.external_id)
                """
        ),
        Promise(
            name: "duplicated: one id, several messages",
            sql: """
                SELECT count(*) AS n FROM (SELECT FROM message GROUP BY external_id HAVING count(*) > 1) doubled
                """
        ),
        Promise(
            name: "duplicated: one id, several tickets",
            sql: "SELECT count(*) AS n FROM (SELECT FROM ticket GROUP BY external_id HAVING count(*) > 1) doubled"
        ),
        Promise(
            name: "unexpected: messages nobody posted",
            sql: """
                SELECT count(*) AS n FROM message m
                WHERE NOT EXISTS (SELECT FROM proof.posted p WHERE p.external_id = m.external_id)
                """
        ),
        Promise(name: "innocents parked", sql: "SELECT count(*) AS n FROM parked_message"),
        Promise(name: "innocents in quarantine", sql: "SELECT count(*) AS n FROM quarantine"),
    ]

    private static let stages = [
        Promise(
            name: "lost: tickets without triage",
            sql: """
                SELECT count(*) AS n FROM ticket t WHERE NOT EXISTS (SELECT FROM triage g WHERE g.ticket_id = t.id)
                """
        ),
        Promise(
            name: "lost: tickets without agent",
            sql: """
                SELECT count(*) AS n FROM ticket t
                LEFT JOIN ticket_state s ON s.ticket_id = t.id
                WHERE NOT EXISTS (SELECT FROM assignment a WHERE a.ticket_id = t.id
                    AND (a.ended_at IS NULL OR s.status = 'resolved'))
                """
        ),
        Promise(
            name: "lost: tickets without promise",
            sql: """
                SELECT count(*) AS n FROM ticket t
                WHERE NOT EXISTS (SELECT FROM sla_notice s WHERE s.ticket_id = t.id AND s.step = 'promise')
                """
        ),
        Promise(
            name: "lost: tickets without acknowledgement",
            sql: """
                SELECT count(*) AS n FROM ticket t
                WHERE NOT EXISTS (SELECT FROM notification n WHERE n.ticket_id = t.id
                    AND n.template LIKE 'acknowledgement%' AND n.state IN ('sent', 'uncertain'))
                """
        ),
        Promise(
            name: "duplicated: steps in the ledger",
            sql: """
                SELECT count(*) AS n FROM (SELECT FROM ticket_event
                    WHERE kind IN ('opened', 'classified', 'assigned', 'acknowledged', 'resolved', 'survey_invited')
                    GROUP BY ticket_id, kind HAVING count(*) > 1) doubled
                """
        ),
        Promise(
            name: "lost: resolved tickets without survey",
            sql: """
                SELECT count(*) AS n FROM ticket_state s
                WHERE s.status = 'resolved' AND NOT EXISTS (SELECT FROM survey v
                    WHERE v.ticket_id = s.ticket_id AND v.cycle = s.cycle AND v.state IN ('invited', 'answered'))
                """
        ),
        Promise(
            name: "lost: answers that no survey knows",
            sql: """
                SELECT count(*) AS n FROM survey_answer a
                WHERE NOT EXISTS (SELECT FROM survey v WHERE v.id = a.survey_id AND v.state = 'answered')
                """
        ),
    ]

    private static let mails = [
        Promise(
            name: "lost: mails counted as sent that never came",
            sql: """
                SELECT count(*) AS n FROM notification n
                WHERE n.state = 'sent' AND NOT EXISTS (SELECT FROM proof.mail m WHERE m.mail_id = n.mail_id)
                """
        ),
        Promise(
            name: "duplicated: mails that came twice",
            sql: "SELECT count(*) AS n FROM (SELECT FROM proof.mail GROUP BY mail_id HAVING count(*) > 1) doubled"
        ),
        Promise(
            name: "duplicated: tickets acknowledged by two mails",
            sql: """
                SELECT count(*) AS n FROM (SELECT FROM notification n JOIN proof.mail m ON m.mail_id = n.mail_id
                    WHERE n.template LIKE 'acknowledgement%' GROUP BY n.ticket_id HAVING count(*) > 1) doubled
                """
        ),
        Promise(
            name: "unexpected: mails that nobody ordered",
            sql: """
                SELECT count(*) AS n FROM proof.mail m
                WHERE NOT EXISTS (SELECT FROM notification n WHERE n.mail_id = m.mail_id AND n.address = m.recipient
                    AND n.state IN ('sent', 'uncertain'))
                """
        ),
        Promise(
            name: "mails failed, bounced or suppressed",
            sql: """
                SELECT count(*) AS n FROM notification
                WHERE state IN ('failed', 'bounced') OR (state = 'suppressed' AND address IS NOT NULL)
                """
        ),
    ]

    private static let order = [
        Promise(
            name: "loads that differ from assignments",
            sql: """
                SELECT count(*) AS n FROM agent_load l
                WHERE l.load <> (SELECT COALESCE(sum(a.weight), 0) FROM assignment a
                    WHERE a.agent_id = l.agent_id AND a.ended_at IS NULL)
                """
        ),
        Promise(
            name: "seals of the ledger that are broken",
            sql: "SELECT (aftersail.first_broken_seal() IS NOT NULL)::integer AS n"
        ),
    ]
}
