import FoundationEssentials
import Postgres
import WorkerKit

extension Turn {
    /// What a plan needs to know, by ticket.
    func resolutionFacts(of tickets: [UUID]) async throws -> [UUID: ResolutionFacts] {
        let rows = try await transaction.rows(
            """
            SELECT t.id, t.customer_id, t.machine, COALESCE(s.status, 'open') AS status, COALESCE(s.cycle, 1) AS cycle,
                s.resolved_at, a.agent_id, a.team_id
            FROM ticket t
            LEFT JOIN ticket_state s ON s.ticket_id = t.id
            LEFT JOIN LATERAL (
                SELECT x.agent_id, x.team_id FROM assignment x
                WHERE x.ticket_id = t.id ORDER BY x.assigned_at DESC, x.id DESC LIMIT 1
            ) a ON true
            WHERE t.id = ANY($1)
            """,
            tickets
        )
        var facts: [UUID: ResolutionFacts] = [:]
        for row in rows {
            facts[try row("id")] = ResolutionFacts(
                customerID: try row("customer_id"),
                isMachine: try row("machine"),
                status: try row("status"),
                cycle: try row("cycle"),
                resolvedAt: try row("resolved_at"),
                agentID: try row("agent_id"),
                teamID: try row("team_id")
            )
        }
        return facts
    }

    /// Stores plans; a resolution that has one keeps it.
    func enqueue(_ plans: [PlannedSurvey]) {
        guard !plans.isEmpty else { return }
        transaction.enqueue(
            """
            INSERT INTO survey (id, ticket_id, cycle, customer_id, agent_id, team_id, state, due_at, expires_at)
            SELECT n.id, n.ticket, n.cycle, n.customer, n.agent, n.team, 'planned', n.due, n.expires
            FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::uuid[], $5::text[], $6::text[], $7::timestamptz[],
                        $8::timestamptz[]) AS n (id, ticket, cycle, customer, agent, team, due, expires)
            ON CONFLICT (ticket_id, cycle) DO NOTHING
            """,
            plans.map(\.id),
            plans.map(\.ticketID),
            plans.map { Int32(clamping: $0.cycle) },
            plans.map(\.customerID),
            plans.map(\.agentID),
            plans.map(\.teamID),
            plans.map(\.dueAt),
            plans.map(\.expiresAt)
        )
    }

    /// Cancels planned surveys of cycles before the given ones.
    func cancelPlanned(tickets: [UUID], before cycles: [Int]) {
        transaction.enqueue(
            """
            UPDATE survey s
            SET state = 'cancelled'
            FROM unnest($1::uuid[], $2::int[]) AS n (ticket, cycle)
            WHERE s.ticket_id = n.ticket AND s.cycle < n.cycle AND s.state = 'planned'
            """,
            tickets,
            cycles.map { Int32(clamping: $0) }
        )
    }

    /// Claims surveys that are due and marks them invited, oldest first; those of addresses that declined are cancelled.
    ///
    /// - Returns: how many were claimed, and those to invite to.
    func claimDueSurveys(most: Int) async throws -> (claimed: Int, invited: [(id: UUID, ticketID: UUID)]) {
        let rows = try await transaction.rows(
            """
            UPDATE survey
            SET state = CASE
                WHEN EXISTS (
                    -- The address that the notifier would write to.
                    SELECT FROM ticket t
                    JOIN survey_refusal r ON r.address = COALESCE(
                        t.reply_email,
                        (SELECT p.value
                         FROM (SELECT x.* FROM contact_point x WHERE x.customer_id = t.customer_id OFFSET 0) p
                         WHERE p.kind = 'email' AND p.created_at < t.opened_at
                         ORDER BY p.created_at, p.id LIMIT 1)
                    )
                    WHERE t.id = survey.ticket_id
                ) THEN 'cancelled'
                ELSE 'invited'
            END
            WHERE id IN (
                SELECT id FROM survey
                WHERE state = 'planned' AND due_at < aftersail.now()
                    -- Reopened meanwhile: the event that cancels it is still on its way.
                    AND NOT EXISTS (
                        SELECT FROM ticket_state t WHERE t.ticket_id = survey.ticket_id AND t.cycle > survey.cycle)
                ORDER BY due_at
                LIMIT $1
                FOR UPDATE SKIP LOCKED
            )
            RETURNING id, ticket_id, state
            """,
            most
        )
        let invited = try rows.filter { row in try row("state") == "invited" }
        return (rows.count, try invited.map { row in (try row("id"), try row("ticket_id")) })
    }

    /// Ends invitations whose time has passed.
    func expireOldInvitations(most: Int) {
        transaction.enqueue(
            """
            UPDATE survey
            SET state = 'expired'
            WHERE id IN (
                SELECT id FROM survey
                WHERE state = 'invited' AND expires_at < aftersail.now()
                ORDER BY expires_at
                LIMIT $1
                FOR UPDATE SKIP LOCKED
            )
            """,
            most
        )
    }

    /// When the next planned survey is due.
    func nextSurvey() async throws -> Date? {
        let rows = try await transaction.rows("SELECT min(due_at) AS due FROM survey WHERE state = 'planned'")
        guard let row = rows.first else { return nil }
        return try row("due")
    }

    /// Locks surveys in the order of their ids, so that answers of replicas queue up instead of blocking each other.
    func lockSurveys(_ ids: [UUID]) async throws -> [UUID: SurveyRow] {
        let rows = try await transaction.rows(
            """
            SELECT id, ticket_id, state, score, answer_id, answered_at
            FROM survey
            WHERE id = ANY($1)
            ORDER BY id
            FOR UPDATE
            """,
            ids
        )
        var surveys: [UUID: SurveyRow] = [:]
        for row in rows {
            let id: UUID = try row("id")
            surveys[id] = SurveyRow(
                id: id,
                ticketID: try row("ticket_id"),
                state: try row("state"),
                score: try row("score"),
                answerID: try row("answer_id"),
                answeredAt: try row("answered_at")
            )
        }
        return surveys
    }

    /// Writes answers.
    func enqueue(_ surveys: [SurveyRow]) {
        guard !surveys.isEmpty else { return }
        transaction.enqueue(
            """
            UPDATE survey s
            SET state = 'answered', score = n.score, answer_id = n.answer, answered_at = n.at
            FROM unnest($1::uuid[], $2::int[], $3::uuid[], $4::timestamptz[]) AS n (id, score, answer, at)
            WHERE s.id = n.id
            """,
            surveys.map(\.id),
            surveys.map { $0.score.map { Int32(clamping: $0) } },
            surveys.map(\.answerID),
            surveys.map(\.answeredAt)
        )
    }

    /// Opens a follow-up for each survey that has none; returns the new ones.
    func openFollowUps(_ surveys: [SurveyRow]) async throws -> [(survey: SurveyRow, followUp: UUID)] {
        let rows = try await transaction.rows(
            """
            INSERT INTO follow_up (id, survey_id, ticket_id, score)
            SELECT n.id, n.survey, n.ticket, n.score
            FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[]) AS n (id, survey, ticket, score)
            ORDER BY n.survey
            ON CONFLICT (survey_id) DO NOTHING
            RETURNING id, survey_id
            """,
            surveys.map { _ in newID() },
            surveys.map(\.id),
            surveys.map(\.ticketID),
            surveys.map { Int32(clamping: $0.score ?? 1) }
        )
        let byID = Dictionary(surveys.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return try rows.compactMap { row in
            let followUp: UUID = try row("id")
            return byID[try row("survey_id")].map { ($0, followUp) }
        }
    }
}
