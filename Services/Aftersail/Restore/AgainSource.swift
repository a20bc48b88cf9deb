import Contracts
import FoundationEssentials
import Postgres

/// One kind of message, and where the tables hold what it says.
///
/// `query` takes the instant since when as `$1` and gives `ticket`, `lane` and what `message` reads. Ids of rows are in
/// order of time, so `first_uuid_at` finds the young ones by the primary key.
struct AgainSource: Sendable {
    let name: String
    let query: String
    let message: @Sendable (Row) throws -> any Message

    static let all: [AgainSource] = [
        opened, received, assigned, returned, promised, warned, breached, replied, proposed, objected, resolved, closed,
        reopened, corrected, invited, answered, low,
    ]

    private static let lane = "COALESCE((SELECT g.lane FROM triage g WHERE g.ticket_id = t.id), 'normal') AS lane"

    /// Also every open ticket that nobody classified, has, or watches the clocks of.
    private static let opened = AgainSource(
        name: TicketOpenedV1.name,
        query: """
            SELECT t.id AS ticket, m.id AS message, t.customer_id, t.clock_start, t.machine, \(lane)
            FROM ticket t
            JOIN LATERAL (
                SELECT x.id FROM message x
                WHERE x.ticket_id = t.id AND x.channel = t.channel AND x.external_id = t.external_id
                ORDER BY x.created_at, x.id LIMIT 1
            ) m ON true
            LEFT JOIN ticket_state s ON s.ticket_id = t.id
            WHERE t.id >= first_uuid_at($1)
               OR COALESCE(s.status, 'open') IN ('open', 'waiting', 'proposed') AND (
                    NOT EXISTS (SELECT FROM triage g WHERE g.ticket_id = t.id)
                    OR NOT EXISTS (SELECT FROM assignment a WHERE a.ticket_id = t.id AND a.ended_at IS NULL)
                       AND NOT EXISTS (SELECT FROM waiting_ticket w WHERE w.ticket_id = t.id)
                    OR NOT t.machine AND NOT EXISTS (SELECT FROM sla_clock k WHERE k.ticket_id = t.id))
            ORDER BY t.id
            """
    ) { row in
        TicketOpenedV1(
            ticketID: try row("ticket"),
            messageID: try row("message"),
            customerID: try row("customer_id"),
            clockStart: try row("clock_start"),
            machine: try row("machine")
        )
    }

    private static let received = AgainSource(
        name: TicketMessageReceivedV1.name,
        query: """
            SELECT t.id AS ticket, m.id AS message, greatest(m.received_at, m.created_at - interval '72 hours') AS since,
                m.machine, \(lane)
            FROM message m
            JOIN ticket t ON t.id = m.ticket_id
            WHERE m.id >= first_uuid_at($1) AND (m.channel, m.external_id) <> (t.channel, t.external_id)
            ORDER BY m.id
            """
    ) { row in
        TicketMessageReceivedV1(
            ticketID: try row("ticket"),
            messageID: try row("message"),
            clockStart: try row("since"),
            machine: try row("machine")
        )
    }

    private static let assigned = AgainSource(
        name: TicketAssignedV1.name,
        query: """
            SELECT t.id AS ticket, a.id, a.agent_id, a.team_id, \(lane)
            FROM assignment a
            JOIN ticket t ON t.id = a.ticket_id
            WHERE a.id >= first_uuid_at($1) AND a.ended_at IS NULL
            ORDER BY a.id
            """
    ) { row in
        TicketAssignedV1(
            ticketID: try row("ticket"),
            assignmentID: try row("id"),
            agentID: try row("agent_id"),
            teamID: try row("team_id")
        )
    }

    private static let returned = AgainSource(
        name: TicketReturnedV1.name,
        query: """
            SELECT t.id AS ticket, a.id, a.agent_id, a.end_reason, \(lane)
            FROM assignment a
            JOIN ticket t ON t.id = a.ticket_id
            WHERE a.ended_at >= $1 AND a.end_reason IN ('away', 'silent', 'reassigned', 'escalated', 'handed_over', 'shift_end')
            ORDER BY a.id
            """
    ) { row in
        TicketReturnedV1(
            ticketID: try row("ticket"),
            assignmentID: try row("id"),
            agentID: try row("agent_id"),
            reason: try row("end_reason")
        )
    }
}

extension AgainSource {
    /// Of a promise that nobody wrote down as a mail; its beginning is not stored, so only the latest instant is told.
    private static let promised = AgainSource(
        name: SLAPromisedV1.name,
        query: """
            SELECT t.id AS ticket, CASE WHEN k.due_at > aftersail.now() THEN k.due_at END AS latest,
                COALESCE(k.policy_version, '') AS policy_version, \(lane)
            FROM sla_notice n
            JOIN ticket t ON t.id = n.ticket_id
            LEFT JOIN sla_clock k ON k.ticket_id = t.id AND k.metric = 'resolution' AND k.cycle = 1
            WHERE n.told_at >= $1 AND n.step = 'promise'
              AND NOT EXISTS (SELECT FROM notification x WHERE x.reason = 'acknowledgement:' || t.id)
            ORDER BY t.id
            """
    ) { row in
        SLAPromisedV1(
            ticketID: try row("ticket"),
            earliest: nil,
            latest: try row("latest"),
            policyVersion: try row("policy_version")
        )
    }

    private static func told(_ step: String) -> String {
        """
        SELECT t.id AS ticket, n.metric, n.cycle, split_part(n.step, '-', 2)::integer AS number, k.due_at,
            n.deadline_version, \(lane)
        FROM sla_notice n
        JOIN ticket t ON t.id = n.ticket_id
        JOIN sla_clock k ON k.ticket_id = n.ticket_id AND k.metric = n.metric AND k.cycle = n.cycle
            AND k.deadline_version = n.deadline_version
        WHERE n.told_at >= $1 AND n.step ~ '^\(step)-[0-9]+$' AND k.due_at IS NOT NULL
        ORDER BY t.id
        """
    }

    private static let warned = AgainSource(name: SLAWarnedV1.name, query: told("warn")) { row in
        SLAWarnedV1(
            ticketID: try row("ticket"),
            metric: try row("metric"),
            cycle: try row("cycle"),
            share: try row("number"),
            dueAt: try row("due_at"),
            deadlineVersion: try row("deadline_version")
        )
    }

    /// The chain of the policy is not stored; its usual roles are told.
    private static let breached = AgainSource(name: SLABreachedV1.name, query: told("breach")) { row in
        let level: Int = try row("number")
        return SLABreachedV1(
            ticketID: try row("ticket"),
            metric: try row("metric"),
            cycle: try row("cycle"),
            level: level,
            role: level == 1 ? "agent" : level == 2 ? "lead" : "manager",
            dueAt: try row("due_at"),
            deadlineVersion: try row("deadline_version")
        )
    }
}

// What people said.
extension AgainSource {
    private static func entries(_ kind: String) -> String {
        """
        SELECT t.id AS ticket, e.id AS entry, COALESCE(s.version, 0) AS version, \(lane)
        FROM desk_entry e
        JOIN ticket t ON t.id = e.ticket_id
        LEFT JOIN ticket_state s ON s.ticket_id = t.id
        WHERE e.id >= first_uuid_at($1) AND e.kind = '\(kind)'
        ORDER BY e.id
        """
    }

    private static let replied = AgainSource(name: TicketRepliedV1.name, query: entries("reply")) { row in
        TicketRepliedV1(ticketID: try row("ticket"), version: try row("version"), entryID: try row("entry"))
    }

    private static let proposed = AgainSource(name: TicketProposedV1.name, query: entries("proposal")) { row in
        TicketProposedV1(ticketID: try row("ticket"), version: try row("version"), entryID: try row("entry"))
    }

    private static let objected = AgainSource(name: TicketObjectedV1.name, query: entries("objection")) { row in
        TicketObjectedV1(ticketID: try row("ticket"), version: try row("version"), entryID: try row("entry"))
    }

    private static func moved(_ condition: String) -> String {
        """
        SELECT t.id AS ticket, s.version, s.cycle, \(lane)
        FROM ticket_state s
        JOIN ticket t ON t.id = s.ticket_id
        WHERE s.updated_at >= $1 AND \(condition)
        ORDER BY t.id
        """
    }

    private static let resolved = AgainSource(
        name: TicketResolvedV1.name,
        query: moved("s.status IN ('resolved', 'closed') AND s.resolved_at IS NOT NULL")
    ) { row in
        TicketResolvedV1(ticketID: try row("ticket"), version: try row("version"), cycle: try row("cycle"))
    }

    private static let closed = AgainSource(name: TicketClosedV1.name, query: moved("s.status = 'closed'")) { row in
        TicketClosedV1(ticketID: try row("ticket"), version: try row("version"), cycle: try row("cycle"))
    }

    private static let reopened = AgainSource(
        name: TicketReopenedV1.name,
        query: moved("s.status NOT IN ('resolved', 'closed', 'merged') AND s.cycle > 1")
    ) { row in
        TicketReopenedV1(ticketID: try row("ticket"), version: try row("version"), cycle: try row("cycle"))
    }
}

// Surveys.
extension AgainSource {
    private static let invited = AgainSource(
        name: SurveyInvitedV1.name,
        query: """
            SELECT t.id AS ticket, v.id AS survey, \(lane)
            FROM survey v
            JOIN ticket t ON t.id = v.ticket_id
            WHERE v.state = 'invited' AND v.expires_at >= $1
              AND NOT EXISTS (SELECT FROM notification x WHERE x.reason = 'survey:' || v.id)
            ORDER BY v.id
            """
    ) { row in
        SurveyInvitedV1(ticketID: try row("ticket"), surveyID: try row("survey"))
    }

    private static let corrected = AgainSource(
        name: TicketCorrectedV1.name,
        query: """
            SELECT t.id AS ticket, c.id, c.category, \(lane)
            FROM triage_correction c
            JOIN ticket t ON t.id = c.ticket_id
            WHERE c.id >= first_uuid_at($1)
            ORDER BY c.id
            """
    ) { row in
        TicketCorrectedV1(ticketID: try row("ticket"), correctionID: try row("id"), category: try row("category"))
    }

    private static let answered = AgainSource(
        name: SurveyAnsweredV1.name,
        query: """
            SELECT t.id AS ticket, a.survey_id, a.id, a.score, \(lane)
            FROM survey_answer a
            JOIN survey v ON v.id = a.survey_id
            JOIN ticket t ON t.id = v.ticket_id
            WHERE a.id >= first_uuid_at($1)
            ORDER BY a.id
            """
    ) { row in
        SurveyAnsweredV1(surveyID: try row("survey_id"), answerID: try row("id"), score: try row("score"))
    }

    private static let low = AgainSource(
        name: SurveyLowScoreV1.name,
        query: """
            SELECT t.id AS ticket, f.survey_id, f.id, f.score, \(lane)
            FROM follow_up f
            JOIN ticket t ON t.id = f.ticket_id
            WHERE f.id >= first_uuid_at($1) AND f.state = 'open'
              AND NOT EXISTS (SELECT FROM notification x WHERE x.reason = 'follow-up:' || f.id)
            ORDER BY f.id
            """
    ) { row in
        SurveyLowScoreV1(
            ticketID: try row("ticket"),
            surveyID: try row("survey_id"),
            followUpID: try row("id"),
            score: try row("score")
        )
    }
}
