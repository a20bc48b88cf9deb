public import Tickets

/// What a policy's rules look at.
public struct SLASubject: Codable, Hashable, Sendable {
    /// The customer's level, such as `standard` or `gold`; compared as written.
    public var level: String?
    /// What the ticket is about; nil before it is classified.
    public var category: Category?
    /// The ticket's priority; nil before it is classified.
    public var priority: Priority?
    /// The customer's ISO 3166 alpha-2 country in upper case.
    public var country: String?
    /// The way the ticket came in.
    public var channel: Channel?
    /// The customer's contract, such as a number or a kind of service plan; compared as written.
    public var contract: String?

    /// A subject of which some facts may be unknown.
    public init(
        level: String? = nil,
        category: Category? = nil,
        priority: Priority? = nil,
        country: String? = nil,
        channel: Channel? = nil,
        contract: String? = nil
    ) {
        self.level = level
        self.category = category
        self.priority = priority
        self.country = country
        self.channel = channel
        self.contract = contract
    }
}

/// Conditions of a rule; one that is left out always holds, an unknown fact fulfils none that is there.
public struct SLAMatch: Codable, Hashable, Sendable {
    /// Customer levels.
    public var levels: Set<String>?
    /// Ticket categories.
    public var categories: Set<Category>?
    /// Ticket priorities.
    public var priorities: Set<Priority>?
    /// ISO 3166 alpha-2 countries in upper case.
    public var countries: Set<String>?
    /// Channels.
    public var channels: Set<Channel>?
    /// Contracts.
    public var contracts: Set<String>?

    /// Conditions; without any, everything matches.
    public init(
        levels: Set<String>? = nil,
        categories: Set<Category>? = nil,
        priorities: Set<Priority>? = nil,
        countries: Set<String>? = nil,
        channels: Set<Channel>? = nil,
        contracts: Set<String>? = nil
    ) {
        self.levels = levels
        self.categories = categories
        self.priorities = priorities
        self.countries = countries
        self.channels = channels
        self.contracts = contracts
    }

    /// Whether all conditions hold.
    public func holds(for subject: SLASubject) -> Bool {
        holds(levels, subject.level) && holds(categories, subject.category) && holds(priorities, subject.priority)
            && holds(countries, subject.country) && holds(channels, subject.channel)
            && holds(contracts, subject.contract)
    }

    /// Writes each set in rising order, so that equal conditions give equal bytes.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(levels?.sorted(), forKey: .levels)
        try container.encodeIfPresent(categories?.map(\.rawValue).sorted(), forKey: .categories)
        try container.encodeIfPresent(priorities?.sorted(), forKey: .priorities)
        try container.encodeIfPresent(countries?.sorted(), forKey: .countries)
        try container.encodeIfPresent(channels?.map(\.rawValue).sorted(), forKey: .channels)
        try container.encodeIfPresent(contracts?.sorted(), forKey: .contracts)
    }

    private enum CodingKeys: String, CodingKey {
        case levels, categories, priorities, countries, channels, contracts
    }

    private func holds<Fact: Hashable>(_ allowed: Set<Fact>?, _ fact: Fact?) -> Bool {
        guard let allowed else { return true }
        return fact.map(allowed.contains) ?? false
    }
}

/// One step after a breach.
public struct EscalationStep: Codable, Hashable, Sendable {
    /// Who is told, such as `agent`, `lead` or `manager`.
    public let role: String
    /// Wall minutes after the deadline, 0 or more.
    public let afterMinutes: Int

    /// Tells a role so many wall minutes after the deadline.
    public init(_ role: String, afterMinutes: Int) {
        self.role = role
        self.afterMinutes = afterMinutes
    }
}

/// Targets for the tickets that fulfil its conditions.
public struct SLARule: Codable, Hashable, Sendable {
    /// The rule's name in explanations.
    public var name: String
    /// Which tickets it is for.
    public var match: SLAMatch
    /// How long things may take.
    public var targets: SLATargets
    /// Percentages of each budget at which a warning is due, 1…99, rising.
    public var warnShares: [Int]
    /// Who is told after a breach, in order.
    public var escalation: [EscalationStep]

    /// A rule; without conditions it matches everything.
    public init(
        name: String,
        match: SLAMatch = SLAMatch(),
        targets: SLATargets,
        warnShares: [Int] = [50, 75, 90],
        escalation: [EscalationStep] = [
            EscalationStep("agent", afterMinutes: 0), EscalationStep("lead", afterMinutes: 30),
            EscalationStep("manager", afterMinutes: 120),
        ]
    ) {
        self.name = name
        self.match = match
        self.targets = targets
        self.warnShares = warnShares
        self.escalation = escalation
    }
}
