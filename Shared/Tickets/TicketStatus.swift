/// Where a ticket stands.
///
/// The wire and database form is ``kind`` with ``pauseReason`` beside it; ``rawValue`` joins both, as in `waiting:parts`.
public enum TicketStatus: Hashable, Sendable {
    /// Somebody of ours has to act.
    case open
    /// Nobody of ours can act before something happens.
    case waiting(PauseReason)
    /// A solution was proposed and the customer has not answered.
    case proposed
    /// The customer accepted, or an agent declared it solved.
    case resolved
    /// Ended; begins again when the customer writes, or an agent reopens it.
    case closed
    /// Lives on in another ticket.
    case merged

    /// The status without its reason.
    public enum Kind: String, Codable, CaseIterable, Hashable, Sendable {
        /// The statuses by name.
        case open, waiting, proposed, resolved, closed, merged
    }

    /// The status without its reason.
    public var kind: Kind {
        switch self {
        case .open: .open
        case .waiting: .waiting
        case .proposed: .proposed
        case .resolved: .resolved
        case .closed: .closed
        case .merged: .merged
        }
    }

    /// What a waiting ticket waits for; nil in every other status.
    public var pauseReason: PauseReason? {
        if case .waiting(let reason) = self { reason } else { nil }
    }

    /// Whether the next step is the customer's: waiting for an answer, or a solution proposed.
    public var isWaitingOnCustomer: Bool { self == .waiting(.customer) || self == .proposed }

    /// Whether work is over, so that the ticket takes no capacity: resolved, closed or merged.
    public var isEnded: Bool { self == .resolved || self == .closed || self == .merged }

    /// Joins the two columns; nil when a waiting ticket has no reason or another one has.
    public init?(_ kind: Kind, reason: PauseReason? = nil) {
        switch (kind, reason) {
        case (.waiting, let reason?): self = .waiting(reason)
        case (.open, nil): self = .open
        case (.proposed, nil): self = .proposed
        case (.resolved, nil): self = .resolved
        case (.closed, nil): self = .closed
        case (.merged, nil): self = .merged
        default: return nil
        }
    }
}

extension TicketStatus: RawRepresentable, Codable {
    /// The kind, and for a waiting ticket a colon and the reason.
    public var rawValue: String {
        pauseReason.map { "waiting:\($0.rawValue)" } ?? kind.rawValue
    }

    /// Reads ``rawValue`` back; nil for anything else.
    public init?(rawValue: String) {
        let parts = rawValue.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let kind = Kind(rawValue: String(parts[0])) else { return nil }
        guard parts.count == 2 else {
            self.init(kind)
            return
        }
        guard let reason = PauseReason(rawValue: String(parts[1])) else { return nil }
        self.init(kind, reason: reason)
    }
}
