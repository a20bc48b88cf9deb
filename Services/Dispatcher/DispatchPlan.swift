import FoundationEssentials
import Routing
import Tickets

/// What decides beside the facts.
struct DispatchRules: Sendable {
    var policy = RoutingPolicy.standard
    var calendarsVersion = 0
    /// Version of the organisation's document, 0 for none.
    var organisationVersion = 0
    /// Team of tickets without a category.
    var dutyTeam = "duty"
    /// The instant decided for.
    var now: Date

    /// When tickets change hands.
    var handOver: HandOverPolicy { policy.handOver ?? .standard }

    /// Names the setup that instants in tables were counted by.
    var stamp: String { "\(policy.version)/\(calendarsVersion)/\(organisationVersion)" }
}

/// An agent for a ticket, before capacity was taken.
struct Placement: Sendable, Equatable {
    let wish: Wish
    let facts: TicketFacts
    let agent: String
    let team: String
    /// By a person's wish: capacity does not count.
    let isForced: Bool
    /// Capacity it takes.
    let weight: Int
    let explanation: Explanation
}

/// A ticket that nobody can take now.
struct Held: Sendable, Equatable {
    let wish: Wish
    let facts: TicketFacts
    let retryAt: Date
    let explanation: Explanation
}

/// Who gets which ticket: wishes of persons first, then tickets that come back to their agent, then urgent ones, then
/// all others; each group earliest deadline first.
struct DispatchPlan: Sendable {
    /// Longest time until a waiting ticket is looked at again, though nothing happened that could place it: returning
    /// capacity and agents wake it at once.
    static func patience(_ lane: Lane) -> TimeInterval { lane == .urgent ? 30 : 300 }

    private(set) var placed: [Placement] = []
    private(set) var held: [Held] = []
    private var roster: Roster
    private let rules: DispatchRules

    /// One need with the wish and facts it was made of.
    private struct Case {
        let wish: Wish
        let facts: TicketFacts
        let need: TicketNeed
    }

    init(_ wishes: [Wish], tickets: [UUID: TicketFacts], roster: Roster, rules: DispatchRules) {
        self.roster = roster
        self.rules = rules
        var open = wishes.compactMap { wish in tickets[wish.ticket].map { item(wish, $0) } }
        open = open.filter { !force($0) }
        open = servedInOrder(open).filter { !giveBack($0) }
        route(open.filter { $0.facts.lane == .urgent })
        route(open.filter { $0.facts.lane != .urgent })
    }

    /// Whether the named agent got it.
    private mutating func force(_ item: Case) -> Bool {
        guard case .wanted(let key, let by) = item.wish.way, let agent = roster.agent(key), !agent.isAway else {
            return false
        }
        let explanation = Explanation(overrideTo: key, by: by, need: item.need, roster: roster, rules: rules)
        place(item, with: key, team: agent.team, isForced: true, explanation)
        return true
    }

    /// Whether the agent who had it before can take it again.
    private mutating func giveBack(_ item: Case) -> Bool {
        guard item.wish.way == .returning, let key = item.facts.lastAgent, !item.facts.silent.contains(key),
            let agent = roster.agent(key)
        else { return false }
        guard let decision = rules.policy.assign([item.need], to: [agent], now: rules.now).first, decision.winner != nil
        else { return false }
        let explanation = Explanation(decision, need: item.need, way: .returning, roster: roster, rules: rules)
        place(item, with: key, team: agent.team, isForced: false, explanation)
        return true
    }

    private mutating func route(_ items: [Case]) {
        guard !items.isEmpty else { return }
        let byTicket = Dictionary(items.map { ($0.need.id, $0) }, uniquingKeysWith: { first, _ in first })
        let decisions = rules.policy.assign(items.map(\.need), to: roster.agents, now: rules.now)
        let opening = nextOpening
        for decision in decisions {
            guard let item = byTicket[decision.ticket] else { continue }
            let explanation = Explanation(decision, need: item.need, way: .routed, roster: roster, rules: rules)
            if let winner = decision.ranked.first, decision.winner != nil {
                place(item, with: roster.key(of: winner.agent), team: winner.team, isForced: false, explanation)
            } else {
                held.append(
                    Held(
                        wish: item.wish,
                        facts: item.facts,
                        retryAt: retryAt(item.facts.lane, opening),
                        explanation: explanation
                    )
                )
            }
        }
    }

    private mutating func place(
        _ item: Case,
        with agent: String,
        team: String,
        isForced: Bool,
        _ explanation: Explanation
    ) {
        roster.add(item.need.weight, to: agent)
        placed.append(
            Placement(
                wish: item.wish,
                facts: item.facts,
                agent: agent,
                team: team,
                isForced: isForced,
                weight: item.need.weight,
                explanation: explanation
            )
        )
    }

    private var nextOpening: Date? {
        roster.nextOpening(after: rules.now, opensSoonMinutes: rules.policy.minutesAhead)
    }

    private func retryAt(_ lane: Lane, _ opening: Date?) -> Date {
        let latest = rules.now.addingTimeInterval(Self.patience(lane))
        return min(latest, opening ?? latest)
    }

    private func item(_ alone: Wish, _ facts: TicketFacts) -> Case {
        let wish = alone.joined(with: facts)
        let barred = wish.excluded.union([wish.loser].compactMap { $0 })
        let previous = [wish.wanted, facts.lastAgent, facts.machineAgent, facts.customerAgent].compactMap { $0 }
            .first { !barred.contains($0) && !facts.silent.contains($0) }
        let need = TicketNeed(
            id: facts.id,
            category: facts.category,
            language: facts.language,
            country: facts.country,
            priority: facts.priority,
            dueAt: facts.dueAt,
            weight: rules.policy.weight(of: facts.category, facts.priority),
            team: facts.team ?? (facts.category == nil && roster.staffs(rules.dutyTeam) ? rules.dutyTeam : nil),
            previousAgent: previous.flatMap { roster.agent($0)?.id },
            excludedAgents: Set(barred.compactMap { roster.agent($0)?.id }),
            certification: rules.policy.certificate(for: facts.category, product: facts.product),
            minimumLevel: wish.minimumLevel,
            silentAgents: Set(facts.silent.compactMap { roster.agent($0)?.id }),
            // Who climbs stays rather where it is; what has been up there already must not wait for it.
            yields: alone.minimumLevel == nil
        )
        return Case(wish: wish, facts: facts, need: need)
    }

    private func servedInOrder(_ items: [Case]) -> [Case] {
        items.sorted { left, right in
            if left.facts.dueAt != right.facts.dueAt { return left.facts.dueAt < right.facts.dueAt }
            return left.facts.id < right.facts.id
        }
    }
}
