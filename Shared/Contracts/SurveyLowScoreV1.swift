public import FoundationEssentials

/// A rating of 1 or 2 opened a follow-up; *survey* says so, *notifier* tells the lead.
public struct SurveyLowScoreV1: Message {
    /// Name and version on the wire.
    public static let name = "survey.low-score.v1"

    /// Row in `ticket`.
    public let ticketID: UUID
    /// Row in `survey`.
    public let surveyID: UUID
    /// Row in `follow_up`.
    public let followUpID: UUID
    /// 1…5.
    public let score: Int

    /// The ticket it is about.
    public var subjectID: UUID? { ticketID }

    /// A message with all its fields.
    public init(ticketID: UUID, surveyID: UUID, followUpID: UUID, score: Int) {
        self.ticketID = ticketID
        self.surveyID = surveyID
        self.followUpID = followUpID
        self.score = score
    }
}
