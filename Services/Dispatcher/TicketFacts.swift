import FoundationEssentials
import Routing
import Tickets

/// What dispatch knows about one ticket.
struct TicketFacts: Sendable, Equatable {
    let id: UUID
    var lane = Lane.normal
    /// `nil` when the classifier abstained or has not been there.
    var category: Tickets.Category?
    /// Primary subtag in lower case; `nil` when unknown.
    var language: String?
    var country: String?
    var priority = Priority.p3
    /// The earliest running deadline, or a day after the clock started.
    var dueAt: Date
    var isClassified = true
    /// Work is not over: open, waiting or proposed.
    var isActive = true
    /// Who has it now.
    var agent: String?
    /// Who had it last.
    var lastAgent: String?
    /// Who last worked for the same customer.
    var customerAgent: String?
    /// A row in `waiting_ticket` exists, with what it asks for.
    var isWaiting = false
    var wanted: String?
    var excluded: Set<String> = []

    /// Whether it may get an agent.
    var isOpen: Bool { isActive && agent == nil }
}

/// One ticket that shall get an agent.
struct Wish: Sendable, Equatable {
    /// How its agent is found.
    enum Way: Sendable, Equatable {
        /// Among all who can take it.
        case anybody
        /// Whoever had it last, when that agent can take it; else anybody.
        case returning
        /// The agent a person named, unless away or gone; hard rules and capacity do not hold then.
        case wanted(agent: String, by: String?)
    }

    let ticket: UUID
    var way = Way.anybody
    /// Who must not get it.
    var excluded: Set<String> = []

    /// With what the ticket's waiting row asked for.
    func joined(with facts: TicketFacts) -> Wish {
        var wish = self
        wish.excluded.formUnion(facts.excluded)
        if way == .anybody, let wanted = facts.wanted { wish.way = .wanted(agent: wanted, by: nil) }
        return wish
    }

    /// The agent a person named.
    var wanted: String? {
        if case .wanted(let agent, _) = way { agent } else { nil }
    }
}
