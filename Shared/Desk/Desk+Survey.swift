import Contracts
public import FoundationEssentials
import Postgres
import Tickets
import WorkerKit

extension Desk {
    /// Stores what the customer answered to the latest survey of a ticket; `survey` counts it.
    ///
    /// `score` is 1 (very dissatisfied) … 5 (very satisfied), `channel` how the answer came. Gives the row's id; throws
    /// `DeskError.unknownSurvey`, `.surveyOver`, `.badScore`.
    @discardableResult
    public func answerSurvey(
        ofTicket ticket: UUID,
        score: Int,
        comment: String? = nil,
        channel: String = "phone"
    ) async throws -> UUID {
        let rows = try await turn.transaction.rows(
            "SELECT id, state FROM survey WHERE ticket_id = $1 ORDER BY cycle DESC LIMIT 1",
            ticket
        )
        return try answer(rows, score, comment, channel, named: ticket)
    }

    /// Stores what the customer answered to a survey, under the same bounds.
    @discardableResult
    public func answer(survey: UUID, score: Int, comment: String? = nil, channel: String = "phone") async throws -> UUID
    {
        let rows = try await turn.transaction.rows("SELECT id, state FROM survey WHERE id = $1", survey)
        return try answer(rows, score, comment, channel, named: survey)
    }

    /// Asks an address again how satisfied it is, which had declined surveys; false where it had not.
    ///
    /// - Throws: `DeskError.badContact`.
    public func allowSurveys(at address: String) async throws -> Bool {
        let point: ContactPoint
        do throws(ContactPointError) {
            point = try ContactPoint.email(address)
        } catch {
            throw DeskError.badContact(error)
        }
        let rows = try await turn.transaction.rows(
            "DELETE FROM survey_refusal WHERE address = $1 RETURNING ticket_id",
            point.value
        )
        for row in rows {
            try turn.record(
                LedgerEntry(ticketID: try row("ticket_id"), at: turn.now, kind: "surveys_allowed", actor: actor.text)
            )
        }
        return !rows.isEmpty
    }

    private func answer(
        _ rows: Rows,
        _ score: Int,
        _ comment: String?,
        _ channel: String,
        named: UUID
    ) throws -> UUID {
        guard (1...5).contains(score) else { throw DeskError.badScore(score) }
        guard let row = rows.first else { throw DeskError.unknownSurvey(named.uuidString.lowercased()) }
        let state: String = try row("state")
        guard ["planned", "invited", "answered"].contains(state) else { throw DeskError.surveyOver(state: state) }
        if let comment, comment.count > 100_000 { throw DeskError.badText }
        let survey: UUID = try row("id")
        let answer = turn.newID()
        turn.transaction.enqueue(
            """
            INSERT INTO survey_answer (id, survey_id, score, comment, channel, answered_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            answer,
            survey,
            Int32(score),
            comment?.replacing("\0", with: "\u{FFFD}"),
            channel,
            turn.now
        )
        try turn.emit(SurveyAnsweredV1(surveyID: survey, answerID: answer, score: score), lane: .normal)
        return answer
    }
}
