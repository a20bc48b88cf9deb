import FoundationEssentials

/// Turns the seats of a batch into decisions, one after the other in the order of service.
///
/// What is said about an agent's load is what there is before the ticket at hand; of a ticket that waits, what there is
/// after the batch.
struct Reasons {
    private let staff: Staff
    private let needs: [TicketNeed]
    /// As they came, before rules yielded.
    private let wanted: [TicketNeed]
    private let seats: [Int?]
    /// Load after the decisions so far.
    private(set) var loads: [Int]
    private let finalLoads: [Int]
    private var position = 0

    init(_ staff: Staff, needs: [TicketNeed], wanted: [TicketNeed], seats: [Int?]) {
        self.staff = staff
        self.needs = needs
        self.wanted = wanted
        self.seats = seats
        loads = staff.loads
        var finalLoads = staff.loads
        for (need, seat) in zip(needs, seats) { if let seat { finalLoads[seat] += need.weight } }
        self.finalLoads = finalLoads
    }

    /// The decision about the next ticket.
    mutating func next(_ fit: Fit) -> Decision {
        let need = needs[position]
        let seat = seats[position]
        let known = seat == nil ? finalLoads : loads
        let refused = refusals(of: need, fit, known)
        let alone = best(need, fit, known)
        let ranked = seat.map { seat in [seat] + alone.filter { $0 != seat }.prefix(limit - 1) } ?? alone
        let decision = Decision(
            ticket: need.id,
            policyVersion: staff.scoring.policy.version,
            decidedAt: staff.scoring.now,
            winner: seat.map { staff.agents[$0].id },
            ranked: ranked.map { candidate(need, fit, $0, known[$0]) },
            rejected: refused.first,
            rejections: refused.counts,
            displacement: seat.flatMap { seat in alone.first.flatMap { displacement(from: $0, to: seat, fit) } },
            lifted: lifted
        )
        if let seat { loads[seat] += need.weight }
        position += 1
        return decision
    }

    /// Rules that yielded for the ticket at hand.
    private var lifted: [SoftRule] {
        let kept = needs[position].softRules
        return wanted[position].softRules.filter { !kept.contains($0) }
    }

    private var limit: Int { max(1, staff.scoring.policy.recorded) }

    /// Nil when the seat is as good for the ticket.
    private func displacement(from best: Int, to seat: Int, _ fit: Fit) -> Displacement? {
        let weight = needs[position].weight
        let costs = [best, seat].map { staff.cost(fit.lacks[$0], $0, load: loads[$0], weight: weight) }
        guard best != seat, costs[0] < costs[1] else { return nil }
        let takers = seats.indices.dropFirst(position + 1).filter { seats[$0] == best }.prefix(limit)
        return Displacement(best: staff.agents[best].id, takenBy: takers.map { needs[$0].id })
    }

    private func refusals(
        of need: TicketNeed,
        _ fit: Fit,
        _ loads: [Int]
    ) -> (first: [Rejection], counts: [RejectionReason: Int]) {
        var first: [Rejection] = []
        var counts = [Int](repeating: 0, count: RejectionReason.allCases.count)
        for place in loads.indices {
            var bits = fit.refusals[place]
            if loads[place] + need.weight > staff.agents[place].capacity { bits |= RejectionReason.full.bit }
            guard bits != 0 else { continue }
            if first.count < limit {
                let reasons = RejectionReason.allCases.filter { bits & $0.bit != 0 }
                first.append(Rejection(agent: staff.agents[place].id, reasons: reasons))
            }
            while bits != 0 {
                counts[bits.trailingZeroBitCount] += 1
                bits &= bits - 1
            }
        }
        let named = RejectionReason.allCases.map { ($0, counts[$0.bit.trailingZeroBitCount]) }.filter { $0.1 > 0 }
        return (first, Dictionary(uniqueKeysWithValues: named))
    }

    /// The cheapest agents who can take a ticket, cheapest first; equals by index.
    private func best(_ need: TicketNeed, _ fit: Fit, _ loads: [Int]) -> [Int] {
        var kept: [(cost: Int, place: Int)] = []
        for place in loads.indices where fit.refusals[place] == 0 {
            guard loads[place] + need.weight <= staff.agents[place].capacity else { continue }
            let cost = staff.cost(fit.lacks[place], place, load: loads[place], weight: need.weight)
            if kept.count >= limit, let last = kept.last, last.cost <= cost { continue }
            let spot = kept.lastIndex { $0.cost <= cost }.map { $0 + 1 } ?? 0
            kept.insert((cost, place), at: spot)
            if kept.count > limit { kept.removeLast() }
        }
        return kept.map(\.place)
    }

    private func candidate(_ need: TicketNeed, _ fit: Fit, _ place: Int, _ load: Int) -> Candidate {
        let agent = staff.agents[place]
        let scoring = staff.scoring
        let free = (agent.capacity - load - need.weight) * 1_000 / max(1, agent.capacity)
        let factors = scoring.weights.map { factor, _ in
            (factor, factor == .load ? free : scoring.value(factor, need, agent))
        }
        return Candidate(
            agent: agent.id,
            team: agent.team,
            score: staff.score(cost: staff.cost(fit.lacks[place], place, load: load, weight: need.weight)),
            factors: Dictionary(uniqueKeysWithValues: factors),
            load: load,
            capacity: agent.capacity
        )
    }
}
