import Contracts
import FoundationEssentials
import Testing
import Tickets

/// One value of a message type, with the file that shows it as it stands on the wire.
struct Specimen: Sendable, CustomTestStringConvertible {
    let message: any Message
    /// Fields that may be missing; all others are required.
    let optional: Set<String>

    init(_ message: any Message, optional: Set<String> = []) {
        self.message = message
        self.optional = optional
    }

    var name: String { type(of: message).name }
    var testDescription: String { name }
}

extension Specimen {
    /// Every message of the module, once.
    static let all = agents + clocks + surveys + intake + decisions + desk

    private static let agents = [
        Specimen(AgentAwayV1(agentID: "mai", returnTickets: true)),
        Specimen(AgentBackV1(agentID: "mai")),
        Specimen(NotificationSettleRequestedV1(notificationID: id(9), outcome: "resend", actor: "lan")),
    ]

    private static let clocks = [
        Specimen(
            SLABreachedV1(
                ticketID: id(1),
                metric: "first_response",
                cycle: 1,
                level: 2,
                role: "lead",
                dueAt: day(0, 14_400),
                deadlineVersion: 3
            )
        ),
        Specimen(SLAProgressDueV1(ticketID: id(1), cycle: 2, dueAt: day(1, 0.25))),
        Specimen(
            SLAPromisedV1(ticketID: id(1), earliest: day(2), latest: day(4, 31_470), policyVersion: "standard-7"),
            optional: ["earliest", "latest"]
        ),
        Specimen(
            SLAWarnedV1(
                ticketID: id(1),
                metric: "resolution",
                cycle: 1,
                share: 75,
                dueAt: day(3, 0.000_001),
                deadlineVersion: 1
            )
        ),
    ]

    private static let surveys = [
        Specimen(SurveyAnsweredV1(surveyID: id(6), answerID: id(7), score: 2)),
        Specimen(SurveyInvitedV1(ticketID: id(1), surveyID: id(6))),
        Specimen(SurveyLowScoreV1(ticketID: id(1), surveyID: id(6), followUpID: id(8), score: 2)),
    ]

    private static let intake = [
        Specimen(
            TicketOpenedV1(
                ticketID: id(1),
                messageID: id(2),
                customerID: id(3),
                clockStart: day(0),
                machine: false
            )
        ),
        Specimen(
            TicketMessageReceivedV1(
                ticketID: id(1),
                messageID: id(2),
                clockStart: day(0, 2_670.999_999),
                machine: true
            )
        ),
    ]

    private static let decisions = [
        Specimen(
            TicketClassifiedV1(
                ticketID: id(1),
                category: "technical_fault",
                confidence: 0.875,
                language: "vi",
                priority: 1,
                lane: .urgent,
                rulesVersion: "rules-3",
                articleID: "descaling"
            ),
            optional: ["category", "articleID"]
        ),
        Specimen(TicketAssignedV1(ticketID: id(1), assignmentID: id(4), agentID: "mai", teamID: "pumps/north")),
        Specimen(TicketReturnedV1(ticketID: id(1), assignmentID: id(4), agentID: "mai", reason: "away")),
    ]

    private static let desk = [
        Specimen(
            TicketReassignRequestedV1(ticketID: id(1), agentID: "duc", teamID: "parts", actor: "lan"),
            optional: ["agentID", "teamID"]
        ),
        Specimen(TicketCorrectedV1(ticketID: id(1), correctionID: id(6), category: "billing")),
        Specimen(TicketRepliedV1(ticketID: id(1), version: 3, entryID: id(5))),
        Specimen(TicketWaitingV1(ticketID: id(1), version: 4, reason: "parts")),
        Specimen(TicketProposedV1(ticketID: id(1), version: 5, entryID: id(5))),
        Specimen(TicketObjectedV1(ticketID: id(1), version: 6, entryID: id(5))),
        Specimen(TicketResumedV1(ticketID: id(1), version: 7)),
        Specimen(TicketResolvedV1(ticketID: id(1), version: 8, cycle: 1)),
        Specimen(TicketClosedV1(ticketID: id(1), version: 9, cycle: 1)),
        Specimen(TicketReopenedV1(ticketID: id(1), version: 10, cycle: 2)),
    ]

    /// `01936C1E-6D40-7A11-8B22-00000000000n`.
    private static func id(_ number: UInt8) -> UUID {
        UUID(uuid: (1, 0x93, 0x6c, 0x1e, 0x6d, 0x40, 0x7a, 0x11, 0x8b, 0x22, 0, 0, 0, 0, 0, number))
    }

    /// Days and seconds after 2026-11-21T08:15:30Z.
    private static func day(_ days: Int, _ seconds: Double = 0) -> Date {
        Date(timeIntervalSince1970: 1_795_248_930 + Double(days * 86_400) + seconds)
    }
}
