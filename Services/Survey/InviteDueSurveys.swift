import Contracts
import FoundationEssentials
import Tickets
import WorkerKit

/// Invites to surveys that are due, leaves out who declined them, and lets old invitations expire.
struct InviteDueSurveys: Sweep {
    let name = "surveys"
    private static let most = 500

    func run(in turn: Turn) async throws -> NextSweep {
        let due = try await turn.claimDueSurveys(most: Self.most)
        for survey in due.invited {
            try turn.emit(
                SurveyInvitedV1(ticketID: survey.ticketID, surveyID: survey.id),
                lane: .normal,
                because: nil
            )
            try turn.record(
                LedgerEntry(
                    ticketID: survey.ticketID,
                    at: turn.now,
                    kind: "survey_invited",
                    actor: "system:survey",
                    data: ["survey": survey.id.uuidString.lowercased()]
                )
            )
        }
        turn.expireOldInvitations(most: Self.most)
        return due.claimed == Self.most ? .again : .at(try await turn.nextSurvey())
    }
}
