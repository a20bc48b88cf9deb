import FoundationEssentials
import Tickets

/// Hard rules and soft factors of one ticket and one agent; whole numbers only, so that replays are equal.
///
/// What is asked for every agent of a batch takes the facts it needs, not the agent: copying those costs more than the rest.
struct Scoring {
    let policy: RoutingPolicy
    let now: Date
    /// The factors that count, load included.
    let weights: [(factor: Factor, weight: Int)]
    /// What a factor's weight is divided by.
    let totalWeight: Int

    init(_ policy: RoutingPolicy, now: Date) {
        self.policy = policy
        self.now = now
        weights = Factor.allCases.compactMap { factor in
            policy.weights[factor].flatMap { $0 > 0 ? (factor, $0) : nil }
        }
        totalWeight = max(1, weights.reduce(0) { $0 + $1.weight })
    }

    /// Weight of a factor, 0 or more.
    func weight(_ factor: Factor) -> Int { weights.first { $0.factor == factor }?.weight ?? 0 }

    /// One factor other than ``Factor/load``, 0…1,000.
    func value(_ factor: Factor, _ need: TicketNeed, _ agent: Agent) -> Int {
        switch factor {
        case .skill: skill(need.category, agent.skills)
        case .language: fluency(need.language, agent.languages)
        case .territory: territory(need.country, agent.countries)
        case .shift: presence(agent.shift)
        case .load: 0
        case .continuity: need.previousAgent == agent.id ? 1_000 : 0
        case .level: level(need.minimumLevel, agent.site?.level)
        case .distance: distance(need, agent.site.map { Seat($0) })
        }
    }
}

// Factors, each 0…1,000; 500 where nothing is known.
extension Scoring {
    func skill(_ category: Tickets.Category?, _ skills: [Tickets.Category: Int]) -> Int {
        category.map { max(0, min(3, skills[$0] ?? 0)) * 1_000 / 3 } ?? 500
    }

    func fluency(_ language: String?, _ languages: [String: Fluency]) -> Int {
        guard let language else { return 500 }
        return switch languages[language] {
        case .native: 1_000
        case .fluent: 800
        case .basic: 400
        case nil: 150
        }
    }

    func territory(_ country: String?, _ countries: Set<String>) -> Int {
        country.map { countries.contains($0) ? 1_000 : 500 } ?? 500
    }

    func presence(_ shift: Shift) -> Int { shift == .working ? 1_000 : 300 }

    /// The level that suffices is best, each one above it worth 500 less.
    func level(_ minimum: ServiceLevel?, _ level: ServiceLevel?) -> Int {
        level.map { 1_000 - 500 * abs($0.rank - (minimum ?? .light).rank) } ?? 500
    }

    /// 1,000 on the spot, 0 from 10,000 km on; somebody in the customer's country is on the spot while only that is known.
    func distance(_ need: TicketNeed, _ seat: Seat?) -> Int {
        guard let seat else { return 500 }
        if need.place == nil, let country = need.country, country == seat.country { return 1_000 }
        guard let from = seat.place ?? seat.country.flatMap(Place.centre(ofCountry:)),
            let place = need.place ?? need.country.flatMap(Place.centre(ofCountry:))
        else { return 500 }
        return 1_000 - min(1_000, from.kilometres(to: place) / 10)
    }

    /// Where a site is.
    struct Seat: Hashable {
        let place: Place?
        let country: String?

        init(_ site: Site) {
            place = site.place
            country = site.country
        }
    }
}

// Hard rules: whether they forbid it.
extension Scoring {
    /// Why the agent cannot take anything now.
    func absence(_ shift: Shift, isAway: Bool) -> UInt16 {
        (isAway ? RejectionReason.away.bit : 0) | offShift(shift)
    }

    private func offShift(_ shift: Shift) -> UInt16 {
        switch shift {
        case .working: 0
        case .opens(let opening):
            policy.offShift == .always || opensSoon(opening) ? 0 : RejectionReason.offShift.bit
        case .off: policy.offShift == .always ? 0 : RejectionReason.offShift.bit
        case .leave: RejectionReason.onLeave.bit
        }
    }

    private func opensSoon(_ opening: Date) -> Bool {
        policy.minutesAhead > 0 && opening.timeIntervalSince(now) <= Double(policy.minutesAhead) * 60
    }

    func lacksSkill(_ category: Tickets.Category?, _ skills: [Tickets.Category: Int]) -> Bool {
        category.map { skills[$0] ?? 0 < max(1, policy.minimumSkill) } ?? false
    }

    func lacksLanguage(_ language: String?, _ languages: [String: Fluency]) -> Bool {
        !policy.allowsTranslation && language.map { languages[$0] == nil } ?? false
    }

    func isForeign(_ country: String?, _ countries: Set<String>) -> Bool {
        !countries.isEmpty && country.map { !countries.contains($0) } ?? false
    }

    func isTooLow(_ level: ServiceLevel?, _ minimum: ServiceLevel?) -> Bool {
        // Who belongs to no site stands on no level.
        minimum.map { minimum in level.map { $0 < minimum } ?? true } ?? false
    }
}
