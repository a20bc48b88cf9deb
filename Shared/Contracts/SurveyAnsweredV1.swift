public import FoundationEssentials

/// A customer rated a resolution; the desk or the gateway says so, *survey* listens.
public struct SurveyAnsweredV1: Message {
    /// Name and version on the wire.
    public static let name = "survey.answered.v1"

    /// Row in `survey`.
    public let surveyID: UUID
    /// Row in `survey_answer`, which holds the words.
    public let answerID: UUID
    /// 1 (very dissatisfied) … 5 (very satisfied).
    public let score: Int

    /// About no single ticket.
    public var subjectID: UUID? { nil }

    /// A message with all its fields.
    public init(surveyID: UUID, answerID: UUID, score: Int) {
        self.surveyID = surveyID
        self.answerID = answerID
        self.score = score
    }
}
