import FoundationEssentials

extension Staff {
    /// Decides for tickets in the order of service, counts what they weigh, and says why.
    mutating func decide(_ wanted: [TicketNeed]) -> [Decision] {
        let needs = wanted.map { yielding($0) }
        let fits = needs.map { fit($0) }
        let seats = seating(needs, fits).solved()
        var reasons = Reasons(self, needs: needs, wanted: wanted, seats: seats)
        let decisions = needs.indices.map { reasons.next(fits[$0]) }
        loads = reasons.loads
        return decisions
    }

    /// Without those soft rules under which nobody can take the ticket now; as it came when that changes nothing.
    ///
    /// Somebody new of a lower level comes before somebody of the right one who was silent.
    private mutating func yielding(_ need: TicketNeed) -> TicketNeed {
        let rules = need.softRules
        guard !rules.isEmpty, !canBeTaken(need) else { return need }
        for lifted in [[.level], [.silence], [.level, .silence]] as [[SoftRule]] where lifted.allSatisfy(rules.contains)
        {
            let eased = need.without(lifted)
            if canBeTaken(eased) { return eased }
        }
        return need
    }

    private mutating func canBeTaken(_ need: TicketNeed) -> Bool {
        let fit = fit(need)
        return agents.indices.contains { place in
            fit.refusals[place] == 0 && loads[place] + need.weight <= agents[place].capacity
        }
    }

    func seating(_ needs: [TicketNeed], _ fits: [Fit]) -> Seating {
        var lacks: [Int32] = []
        lacks.reserveCapacity(needs.count * agents.count)
        for fit in fits {
            for place in agents.indices { lacks.append(fit.refusals[place] == 0 ? fit.lacks[place] : Seating.never) }
        }
        return Seating(
            weights: needs.map(\.weight),
            width: agents.count,
            lacks: lacks,
            loads: loads,
            capacities: agents.map(\.capacity),
            rates: rates
        )
    }
}
