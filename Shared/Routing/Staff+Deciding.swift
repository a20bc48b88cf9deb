import FoundationEssentials

extension Staff {
    /// Decides for tickets in the order of service, counts what they weigh, and says why.
    mutating func decide(_ wanted: [TicketNeed]) -> [Decision] {
        let needs = wanted.map { lowered($0) }
        let fits = needs.map { fit($0) }
        let seats = seating(needs, fits).solved()
        var reasons = Reasons(self, needs: needs, wanted: wanted, seats: seats)
        let decisions = needs.indices.map { reasons.next(fits[$0]) }
        loads = reasons.loads
        return decisions
    }

    /// Without the level when nobody of it can take the ticket now, and it may come down.
    private mutating func lowered(_ need: TicketNeed) -> TicketNeed {
        guard need.mayComeDown, need.minimumLevel != nil else { return need }
        let fit = fit(need)
        let isPossible = agents.indices.contains { place in
            fit.refusals[place] == 0 && loads[place] + need.weight <= agents[place].capacity
        }
        guard !isPossible else { return need }
        var lowered = need
        lowered.minimumLevel = nil
        return lowered
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
