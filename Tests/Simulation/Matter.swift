import Harness
import FoundationEssentials
import Proving
import Tickets

/// A customer's affair as the people in it know it.
struct Matter: Sendable {
    let arrival: Arrival
    let ticket: UUID
    /// What chance has in store for it: the same seed brings the same.
    var chance: Seeded
    /// How often an agent has acted on it.
    var turns = 0
    /// Further messages of the customer.
    var messages = 0
}

/// Something that somebody means to do.
enum Plan: Sendable {
    /// The ticket's agent goes on with it.
    case work(matter: Int)
    /// What the ticket waited for has come.
    case goOn(matter: Int)
    /// The agent looks whether the customer has answered at all.
    case followUp(matter: Int)
    /// The agent puts a resolved ticket away.
    case close(matter: Int)
    /// The customer writes.
    case write(matter: Int)
    /// The customer judges what was proposed.
    case judge(matter: Int)
    /// The customer is not content with the resolution.
    case object(matter: Int)
    /// The customer answers a survey.
    case rate(survey: UUID, score: Int)
    /// An agent falls ill, and is back.
    case away(agent: String)
    case back(agent: String)

    var matter: Int? {
        switch self {
        case .work(let matter), .goOn(let matter), .followUp(let matter), .close(let matter), .write(let matter),
            .judge(let matter), .object(let matter):
            matter
        case .rate, .away, .back: nil
        }
    }
}

/// Where a ticket stands when somebody wants to do something about it.
struct Standing: Sendable {
    let status: TicketStatus
    let agent: String?
}
