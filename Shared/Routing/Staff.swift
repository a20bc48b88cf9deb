import FoundationEssentials

/// The agents of a batch in the order of their ids; what tickets have in common is worked out once.
struct Staff {
    let agents: [Agent]
    let scoring: Scoring
    /// Load before the tickets that are decided next.
    var loads: [Int]
    /// Price of a unit of load for each unit that is there already, see ``cost(_:_:load:weight:)``.
    let rates: [Int]
    /// Where sites are, each place once, and the place of each agent's.
    private let seats: [Scoring.Seat?]
    private let seatOf: [Int]
    private var fits: [Claim: Fit] = [:]
    private var parts: [Part: Fit] = [:]

    /// A point of weight × factor in the unit of costs.
    static let unit = 1 << 16

    init(_ unsorted: [Agent], scoring: Scoring) {
        let isSorted = unsorted.indices.dropFirst().allSatisfy { unsorted[$0 - 1].id < unsorted[$0].id }
        let agents = isSorted ? unsorted : unsorted.sorted { $0.id < $1.id }
        let weight = scoring.weight(.load)
        self.agents = agents
        self.scoring = scoring
        loads = agents.indices.map { agents[$0].load }
        // Half a point more: between equals the less loaded wins, whatever the load's weight.
        rates = agents.indices.map { (weight * 1_000 * Self.unit + Self.unit / 2) / max(1, agents[$0].capacity) }
        (seats, seatOf) = Self.seats(of: agents)
    }

    private static func seats(of agents: [Agent]) -> ([Scoring.Seat?], [Int]) {
        var seats: [Scoring.Seat?] = []
        var known: [Scoring.Seat?: Int] = [:]
        let seatOf = agents.indices.map { index in
            let seat = agents[index].site.map { Scoring.Seat($0) }
            if let place = known[seat] { return place }
            known[seat] = seats.count
            seats.append(seat)
            return seats.count - 1
        }
        return (seats, seatOf)
    }

    /// Index of an agent; nil when it is not among them.
    private func place(of agent: UUID) -> Int? {
        var (low, high) = (0, agents.count)
        while low < high {
            let middle = (low + high) / 2
            if agents[middle].id < agent { low = middle + 1 } else { high = middle }
        }
        return low < agents.count && agents[low].id == agent ? low : nil
    }

    /// What the agents are to one ticket.
    mutating func fit(_ need: TicketNeed) -> Fit {
        let claim = Claim(need, region: scoring.policy.strictRegion(of: need))
        var fit = fits[claim] ?? common(claim, need)
        if let previous = need.previousAgent.flatMap({ place(of: $0) }) {
            fit.lacks[previous] -= Int32(1_000 * scoring.weight(.continuity))
        }
        for place in need.excludedAgents.compactMap({ place(of: $0) }) {
            fit.refusals[place] |= RejectionReason.excluded.bit
        }
        for place in need.silentAgents.compactMap({ place(of: $0) }) {
            fit.refusals[place] |= RejectionReason.wasSilent.bit
        }
        return fit
    }

    private mutating func common(_ claim: Claim, _ need: TicketNeed) -> Fit {
        var fit = Fit(count: agents.count)
        for part in claim.parts {
            if parts[part] == nil { parts[part] = work(part, need) }
            if let known = parts[part] { fit.add(known) }
        }
        fits[claim] = fit
        return fit
    }
}

extension Staff {
    /// What it costs to give a ticket to an agent who has `load` already, for each unit of its weight.
    ///
    /// Over a batch, unit costs times weight add up to the same in whatever order the tickets came: the load's part of it
    /// is the rate times (L² − L₀² + Σw²) / 2, which is convex, so that even loads are cheap.
    func cost(_ lack: Int32, _ place: Int, load: Int, weight: Int) -> Int {
        Int(lack) * Self.unit + (load + weight) * rates[place]
    }

    /// The weighted mean of the factors, 0…1,000: falls as the cost rises.
    func score(cost: Int) -> Int {
        max(0, 1_000 * scoring.totalWeight - cost / Self.unit) / scoring.totalWeight
    }

    private func work(_ part: Part, _ need: TicketNeed) -> Fit {
        switch part {
        case .presence:
            // Nobody has worked for the customer before, unless the ticket says so.
            let stranger = 1_000 * scoring.weight(.continuity)
            let weight = scoring.weight(.shift)
            return fit({ stranger + weight * (1_000 - scoring.presence(agents[$0].shift)) }) {
                scoring.absence(agents[$0].shift, isAway: agents[$0].isAway)
            }
        case .category(let category):
            let weight = scoring.weight(.skill)
            return fit({ weight * (1_000 - scoring.skill(category, agents[$0].skills)) }) {
                scoring.lacksSkill(category, agents[$0].skills) ? RejectionReason.noSkill.bit : 0
            }
        case .language(let language):
            let weight = scoring.weight(.language)
            return fit({ weight * (1_000 - scoring.fluency(language, agents[$0].languages)) }) {
                scoring.lacksLanguage(language, agents[$0].languages) ? RejectionReason.noLanguage.bit : 0
            }
        case .place(let country, _):
            let weight = scoring.weight(.territory)
            let far = farness(need)
            return fit({ far[seatOf[$0]] + weight * (1_000 - scoring.territory(country, agents[$0].countries)) }) {
                scoring.isForeign(country, agents[$0].countries) ? RejectionReason.wrongRegion.bit : 0
            }
        case .level(let minimum):
            let weight = scoring.weight(.level)
            return fit({ weight * (1_000 - scoring.level(minimum, agents[$0].site?.level)) }) {
                scoring.isTooLow(agents[$0].site?.level, minimum) ? RejectionReason.levelTooLow.bit : 0
            }
        case .region(let region): return refusal(.residency) { !agents[$0].maySee(region) }
        case .certification(let name): return refusal(.notCertified) { !agents[$0].certifications.contains(name) }
        case .team(let team): return refusal(.wrongTeam) { agents[$0].team != team }
        }
    }

    /// What each place lacks in nearness.
    private func farness(_ need: TicketNeed) -> [Int] {
        let weight = scoring.weight(.distance)
        return seats.map { weight == 0 ? 0 : weight * (1_000 - scoring.distance(need, $0)) }
    }

    private func refusal(_ reason: RejectionReason, _ forbids: (Int) -> Bool) -> Fit {
        fit({ _ in 0 }) { forbids($0) ? reason.bit : 0 }
    }

    private func fit(_ lack: (Int) -> Int, _ refusal: (Int) -> UInt16) -> Fit {
        Fit(lacks: agents.indices.map { Int32(lack($0)) }, refusals: agents.indices.map(refusal))
    }
}
