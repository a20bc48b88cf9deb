public import FoundationEssentials
public import Tickets

/// Something that happened to a ticket, as far as its clocks care.
public struct SLAEvent: Hashable, Sendable, Codable {
    /// What happened.
    public enum Kind: Hashable, Sendable, Codable {
        /// The ticket came into being.
        case opened
        /// The ticket's class became known.
        case classified
        /// An agent of a team got the ticket.
        case assigned(team: String)
        /// The customer was told that the message arrived.
        case acknowledged
        /// A person among the customer's people wrote.
        case customerMessage
        /// A person of ours wrote to the customer.
        case humanReply
        /// A machine of ours wrote; satisfies no human target.
        case autoReply
        /// The customer was told how things stand.
        case progressSent
        /// The ticket began to wait.
        case paused(PauseReason)
        /// The ticket waits no longer.
        case resumed
        /// A person of ours proposed a solution.
        case proposed
        /// The customer refused the proposal.
        case objected
        /// Solved.
        case resolved
        /// Ended.
        case closed
        /// Work began again.
        case reopened
        /// Goes on as part of another ticket.
        case merged
    }

    /// When it happened.
    public let at: Date
    /// What happened.
    public let kind: Kind

    /// An event of a ticket's ledger.
    public init(_ kind: Kind, at: Date) {
        self.kind = kind
        self.at = at
    }
}
