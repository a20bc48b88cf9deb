/// What somebody does to a ticket.
public enum TicketMove: Hashable, Sendable {
    /// An agent writes to the customer.
    case reply
    /// An agent writes for colleagues only.
    case note
    /// An agent stops the ticket until something happens.
    case wait(PauseReason)
    /// What was waited for has happened.
    case resume
    /// A person among the customer's people writes; machine mail is no move.
    case customerMessage
    /// An agent proposes a solution.
    case propose
    /// The customer takes the proposal.
    case accept
    /// The customer refuses the proposal.
    case object
    /// An agent declares the ticket solved.
    case resolve
    /// The ticket ends.
    case close
    /// Work begins again.
    case reopen
    /// The ticket goes on as part of another.
    case merge

    /// The move's name on the wire, in event kinds and on the command line.
    public var name: String {
        switch self {
        case .reply: "reply"
        case .note: "note"
        case .wait: "wait"
        case .resume: "resume"
        case .customerMessage: "customer_message"
        case .propose: "propose"
        case .accept: "accept"
        case .object: "object"
        case .resolve: "resolve"
        case .close: "close"
        case .reopen: "reopen"
        case .merge: "merge"
        }
    }

    /// One move of every name; `wait` stands there with its first reason.
    public static let all: [TicketMove] = [
        .reply, .note, .wait(.customer), .resume, .customerMessage, .propose, .accept, .object, .resolve, .close,
        .reopen, .merge,
    ]
}
