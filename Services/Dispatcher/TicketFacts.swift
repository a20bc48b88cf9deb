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
    /// Somebody may be hurt.
    var isSafety = false
    /// Whether it is worked on without a break, by a person's word; `nil` leaves it to the policy.
    var continuous: Bool?
    /// The only team that may have it, since a person handed it over.
    var team: String?
    var isClassified = true
    /// Work is not over: open, waiting or proposed.
    var isActive = true
    /// Who has it now.
    var agent: String?
    /// Who had it last.
    var lastAgent: String?
    /// Who last worked for the same customer.
    var customerAgent: String?
    /// Who last worked on the same machine, by its serial number.
    var machineAgent: String?
    /// Model of the product, as it was given.
    var product: String?
    /// Lowest level of the service network that may take it, once escalated.
    var minimumLevel: ServiceLevel?
    /// A row in `waiting_ticket` exists, with what it asks for.
    var isWaiting = false
    /// It waits, is due, and was not asked for.
    var joins = false
    var wanted: String?
    var excluded: Set<String> = []
    /// Whose last try with it ended because they were silent.
    var silent: Set<String> = []

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
    /// Who loses it in this turn and must not get it right back; forgotten when it waits.
    var loser: String?
    /// The lowest level of the service network that may get it.
    var minimumLevel: ServiceLevel?
    /// Whom the waiting ticket wanted and whom it did not counts no longer.
    var forgets = false

    /// With what the ticket's waiting row asked for.
    func joined(with facts: TicketFacts) -> Wish {
        var wish = self
        wish.minimumLevel = [wish.minimumLevel, facts.minimumLevel].compactMap { $0 }.max()
        if forgets { return wish }
        wish.excluded.formUnion(facts.excluded)
        if way == .anybody, let wanted = facts.wanted { wish.way = .wanted(agent: wanted, by: nil) }
        return wish
    }

    /// The agent a person named.
    var wanted: String? {
        if case .wanted(let agent, _) = way { agent } else { nil }
    }
}
