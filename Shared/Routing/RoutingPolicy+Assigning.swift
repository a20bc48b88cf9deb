public import FoundationEssentials

extension RoutingPolicy {
    /// Decides for all waiting tickets together, earliest deadline first, one after the other.
    ///
    /// Each assignment counts towards the load of the next, so that nobody gets more than the capacity; a ticket that
    /// nobody can take waits and blocks no other. Equal deadlines go by priority, then id; equal scores by relative load,
    /// then id. The decisions come in the order they were made. Equal facts give equal decisions, whatever their order.
    public func assign(_ needs: [TicketNeed], to agents: [Agent], now: Date) -> [Decision] {
        var roster = Roster(agents, scoring: Scoring(self, now: now))
        return needs.sorted(by: isServedBefore).map { roster.decide($0) }
    }

    private func isServedBefore(_ left: TicketNeed, _ right: TicketNeed) -> Bool {
        let dues = (left.dueAt ?? .distantFuture, right.dueAt ?? .distantFuture)
        if dues.0 != dues.1 { return dues.0 < dues.1 }
        if left.priority != right.priority { return left.priority < right.priority }
        return left.id < right.id
    }
}

/// The agents with the load that earlier decisions of the batch gave them.
private struct Roster {
    private let agents: [Agent]
    private var loads: [Int]
    private let scoring: Scoring

    init(_ agents: [Agent], scoring: Scoring) {
        self.agents = agents.sorted { $0.id < $1.id }
        loads = self.agents.map(\.load)
        self.scoring = scoring
    }

    mutating func decide(_ need: TicketNeed) -> Decision {
        let limit = max(1, scoring.policy.recorded)
        var fit: [(index: Int, score: Int)] = []
        var rejected: [Rejection] = []
        var rejections: [RejectionReason: Int] = [:]
        for index in agents.indices {
            let reasons = scoring.reasons(need, agents[index], load: loads[index])
            if reasons.isEmpty {
                fit.append((index, scoring.score(need, agents[index], load: loads[index])))
            } else {
                for reason in reasons { rejections[reason, default: 0] += 1 }
                if rejected.count < limit { rejected.append(Rejection(agent: agents[index].id, reasons: reasons)) }
            }
        }
        let ranked = best(limit, of: fit).map { scoring.candidate(need, agents[$0], load: loads[$0]) }
        take(need, for: ranked.first)
        return Decision(
            ticket: need.id,
            policyVersion: scoring.policy.version,
            decidedAt: scoring.now,
            winner: ranked.first?.agent,
            ranked: ranked,
            rejected: rejected,
            rejections: rejections
        )
    }

    private func best(_ limit: Int, of fit: [(index: Int, score: Int)]) -> [Int] {
        fit.sorted { left, right in
            if left.score != right.score { return left.score > right.score }
            let (leftLoad, rightLoad) = (relativeLoad(left.index, right.index), relativeLoad(right.index, left.index))
            return leftLoad == rightLoad ? left.index < right.index : leftLoad < rightLoad
        }.prefix(limit).map(\.index)
    }

    /// Load over capacity, brought to a common denominator with another agent's.
    private func relativeLoad(_ index: Int, _ other: Int) -> Int { loads[index] * agents[other].capacity }

    private mutating func take(_ need: TicketNeed, for winner: Candidate?) {
        guard let winner, let index = agents.firstIndex(where: { $0.id == winner.agent }) else { return }
        loads[index] += need.weight
    }
}
