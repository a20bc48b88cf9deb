import Contracts
import FoundationEssentials
import Tickets
import WorkerKit

/// Takes a customer's rating; a bad one opens a follow-up.
struct TakeAnswers: Handler {
    /// Time in which a customer may change the answer (GLPI offers the same 12 h).
    static let editWindow = 12 * 3_600.0
    /// The five levels.
    static let scores = 1...5
    /// Ratings up to this one are followed up.
    static let lowScore = 2

    func decide(_ batch: [Received<SurveyAnsweredV1>], in turn: Turn) async throws -> [Verdict] {
        var surveys = try await turn.lockSurveys(batch.map(\.body.surveyID))
        var changed: [UUID: SurveyRow] = [:]
        for message in batch {
            guard Self.scores.contains(message.body.score), let survey = surveys[message.body.surveyID],
                let answered = survey.answered(message.body, now: turn.now)
            else { continue }
            surveys[survey.id] = answered
            changed[survey.id] = answered
            try turn.record(
                LedgerEntry(
                    ticketID: survey.ticketID,
                    at: turn.now,
                    kind: "survey_answered",
                    actor: "customer",
                    data: ["score": message.body.score]
                )
            )
        }
        turn.enqueue(Array(changed.values))
        try await followUp(Array(changed.values), batch, in: turn)
        return batch.map { message in
            guard Self.scores.contains(message.body.score) else { return .park(reason: "a score is 1 to 5") }
            return surveys[message.body.surveyID] == nil ? .park(reason: "the survey does not exist") : .done
        }
    }

    private func followUp(_ surveys: [SurveyRow], _ batch: [Received<SurveyAnsweredV1>], in turn: Turn) async throws {
        let low = surveys.filter { ($0.score ?? .max) <= Self.lowScore }
        guard !low.isEmpty else { return }
        let opened = try await turn.openFollowUps(low)
        for (survey, followUp) in opened {
            let cause = batch.first { $0.body.surveyID == survey.id }?.envelope
            try turn.emit(
                SurveyLowScoreV1(
                    ticketID: survey.ticketID,
                    surveyID: survey.id,
                    followUpID: followUp,
                    score: survey.score ?? 1
                ),
                lane: survey.score == 1 ? .urgent : .normal,
                because: cause
            )
        }
    }
}

/// A survey as it stands in the table.
struct SurveyRow: Sendable, Equatable {
    let id: UUID
    let ticketID: UUID
    let state: String
    let score: Int?
    let answerID: UUID?
    let answeredAt: Date?

    /// The row after an answer; `nil` when the answer does not count: the same again, too late, or to a cancelled one.
    func answered(_ answer: SurveyAnsweredV1, now: Date) -> SurveyRow? {
        switch state {
        case "planned", "invited":
            return with(answer, at: now)
        case "answered":
            // Ids are in order of time: an older answer that comes late changes nothing.
            guard let answerID, answer.answerID > answerID, let answeredAt,
                now.timeIntervalSince(answeredAt) <= TakeAnswers.editWindow
            else { return nil }
            return with(answer, at: answeredAt)
        default:
            return nil
        }
    }

    private func with(_ answer: SurveyAnsweredV1, at instant: Date) -> SurveyRow {
        SurveyRow(
            id: id,
            ticketID: ticketID,
            state: "answered",
            score: answer.score,
            answerID: answer.answerID,
            answeredAt: instant
        )
    }
}
