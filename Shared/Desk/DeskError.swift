public import FoundationEssentials
public import Tickets
public import WorkerKit

/// Why the desk refused; the turn must be rolled back.
///
/// A retry helps only after somebody has changed something.
public enum DeskError: ExplainedFailure, Equatable, CustomStringConvertible {
    /// No ticket has this number or id.
    case unknownTicket(String)
    /// The ticket's status does not allow the move.
    case illegal(IllegalMove)
    /// Somebody else changed the ticket in between.
    case versionChanged(expected: Int, found: Int)
    /// No active agent has this key.
    case unknownAgent(String)
    /// No active team with active agents has this key.
    case unknownTeam(String)
    /// The named agent belongs to another team than the ticket shall go to.
    case agentOfOtherTeam(agent: String, team: String)
    /// The ticket is with this team already.
    case alreadyThere(String)
    /// People of a dealer see only tickets that one of them has or had.
    case notYours(dealer: String)
    /// Work on the ticket is over, so nobody can be given it.
    case ended(TicketStatus)
    /// Text is missing, or longer than 100,000 characters.
    case badText
    /// A score is 1…5.
    case badScore(Int)
    /// There is no such survey, or none for this ticket.
    case unknownSurvey(String)
    /// The survey takes no answer any more.
    case surveyOver(state: String)
    /// No notification has this id.
    case unknownNotification(UUID)
    /// The notification's state does not allow the decision.
    case notSettleable(state: String, outcome: String)
    /// Nobody has sorted the ticket yet, so there is nothing to correct.
    case unclassified
    /// A language is a tag such as `en` or `zh-Hant`.
    case badLanguage(String)
    /// No customer has this id or contact point.
    case unknownCustomer
    /// The text is neither an id nor a contact point.
    case badContact(ContactPointError)
    /// A contract's name has 1 to 100 characters on one line.
    case badContract

    /// What was tried and what to do.
    public var description: String {
        switch self {
        case .unknownTicket(let text): "there is no ticket '\(text)'; list them with `aftersail ticket list`"
        case .illegal(let move): move.description
        case .versionChanged(let expected, let found):
            "the ticket is at version \(found), not \(expected): somebody changed it; look at it and decide again"
        case .unknownAgent(let id): "there is no active agent '\(id)'; list them with `aftersail agent list`"
        case .unknownTeam(let id):
            "there is no team '\(id)' with active agents; list them with `aftersail agent list`, column team"
        case .agentOfOtherTeam(let agent, let team):
            "\(agent) is not in team '\(team)'; name an agent of that team, or none and the dispatcher chooses"
        case .alreadyThere(let team):
            "the ticket is with team '\(team)' already; for another agent there use `aftersail ticket reassign`"
        case .notYours(let dealer):
            "people of \(dealer) see only tickets that one of them has or had, and this is none; ask its team for it"
        case .ended(let status): "the ticket is \(status.rawValue), so nobody can be given it; reopen it first"
        case .badText: "write a text of 1 to 100,000 characters"
        case .badScore(let score): "score \(score) does not exist; give 1 (very dissatisfied) to 5 (very satisfied)"
        case .unknownSurvey(let text): "there is no survey for '\(text)'; list them with `aftersail survey list`"
        case .surveyOver(let state): "the survey is \(state) and takes no answer any more"
        case .unknownNotification(let id):
            "there is no notification \(id.uuidString.lowercased()); list them with `aftersail notification list`"
        case .notSettleable(let state, let outcome):
            "a notification that is \(state) cannot be settled as \(outcome); only uncertain, failed, bounced and suppressed ones can be sent again"
        case .unclassified:
            "the ticket is not classified yet, so there is nothing to correct; try again in a moment, and see `aftersail status`"
        case .badLanguage(let text): "'\(text)' is no language; give a tag such as en, pt or zh-Hant"
        case .unknownCustomer: "no customer has this id or contact point; list them with `aftersail customer list`"
        case .badContact(let error):
            "\(error); give a customer's id, mail address, +number, or channel:name such as whatsapp:anna"
        case .badContract: "a contract's name has 1 to 100 characters on one line, as in `contracts` of the SLA policy"
        }
    }

    /// What was tried and what to do.
    public var explanation: String { description }
}
