public import FoundationEssentials

/// A survey is due; *survey* says so once per resolution, *notifier* invites.
public struct SurveyInvitedV1: Message {
    /// Name and version on the wire.
    public static let name = "survey.invited.v1"

    /// Row in `ticket`.
    public let ticketID: UUID
    /// Row in `survey`.
    public let surveyID: UUID

    /// The ticket it is about.
    public var subjectID: UUID? { ticketID }

    /// A message with all its fields.
    public init(ticketID: UUID, surveyID: UUID) {
        self.ticketID = ticketID
        self.surveyID = surveyID
    }
}
