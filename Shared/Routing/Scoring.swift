import FoundationEssentials
import Tickets

/// Hard rules and soft factors of one ticket and one agent; whole numbers only, so that replays are equal.
struct Scoring {
    let policy: RoutingPolicy
    let now: Date
    /// What a factor's weight is divided by.
    private let totalWeight: Int
    private let weights: [(factor: Factor, weight: Int)]

    init(_ policy: RoutingPolicy, now: Date) {
        self.policy = policy
        self.now = now
        weights = Factor.allCases.compactMap { factor in
            policy.weights[factor].flatMap { $0 > 0 ? (factor, $0) : nil }
        }
        totalWeight = max(1, weights.reduce(0) { $0 + $1.weight })
    }

    /// Every reason that forbids the pair, in the order of their declaration.
    func reasons(_ need: TicketNeed, _ agent: Agent, load: Int) -> [RejectionReason] {
        var reasons: [RejectionReason] = []
        if agent.isAway { reasons.append(.away) }
        if !isReachable(agent) { reasons.append(.offShift) }
        if let team = need.team, team != agent.team { reasons.append(.wrongTeam) }
        if !hasSkill(need, agent) { reasons.append(.noSkill) }
        if !policy.allowsTranslation, let language = need.language, agent.languages[language] == nil {
            reasons.append(.noLanguage)
        }
        if !agent.countries.isEmpty, let country = need.country, !agent.countries.contains(country) {
            reasons.append(.wrongRegion)
        }
        if load + need.weight > agent.capacity { reasons.append(.full) }
        if need.excludedAgents.contains(agent.id) { reasons.append(.excluded) }
        return reasons
    }

    /// The weighted mean of the factors, 0…1,000.
    func score(_ need: TicketNeed, _ agent: Agent, load: Int) -> Int {
        weights.reduce(0) { $0 + $1.weight * value($1.factor, need, agent, load) } / totalWeight
    }

    func candidate(_ need: TicketNeed, _ agent: Agent, load: Int) -> Candidate {
        let factors = weights.map { ($0.factor, value($0.factor, need, agent, load)) }
        return Candidate(
            agent: agent.id,
            team: agent.team,
            score: score(need, agent, load: load),
            factors: Dictionary(uniqueKeysWithValues: factors),
            load: load,
            capacity: agent.capacity
        )
    }

    private func isReachable(_ agent: Agent) -> Bool {
        switch agent.shift {
        case .working: true
        case .opens(let opening):
            opening.timeIntervalSince(now) <= Double(policy.opensSoonMinutes) * 60
                && policy.opensSoonMinutes > 0
        case .off: false
        }
    }

    private func hasSkill(_ need: TicketNeed, _ agent: Agent) -> Bool {
        guard let category = need.category else { return true }
        return agent.skills[category] ?? 0 >= max(1, policy.minimumSkill)
    }

    /// One factor, 0…1,000.
    private func value(_ factor: Factor, _ need: TicketNeed, _ agent: Agent, _ load: Int) -> Int {
        switch factor {
        case .skill: need.category.map { min(3, agent.skills[$0] ?? 0) * 1_000 / 3 } ?? 500
        case .language: language(need, agent)
        case .territory: need.country.map { agent.countries.contains($0) ? 1_000 : 500 } ?? 500
        case .shift: agent.shift == .working ? 1_000 : 300
        case .load: (agent.capacity - load - need.weight) * 1_000 / max(1, agent.capacity)
        case .continuity: need.previousAgent == agent.id ? 1_000 : 0
        }
    }

    private func language(_ need: TicketNeed, _ agent: Agent) -> Int {
        guard let language = need.language else { return 500 }
        switch agent.languages[language] {
        case .native: return 1_000
        case .fluent: return 800
        case .basic: return 400
        case nil: return 150
        }
    }
}
