public import FoundationEssentials

extension RoutingPolicy {
    /// Most tickets that are decided together; those of a longer list follow, in the order of service.
    static let together = 512

    /// Decides for all waiting tickets together.
    ///
    /// Tickets are served by deadline, equal deadlines by priority, then id. Who waits follows from that order alone: one
    /// ticket after the other gets a seat if there is one once all before it have theirs, wherever they sit; what is given
    /// stays given. Among all ways to seat those who are served, the one is taken whose scores, weighted by the tickets'
    /// weights, add up to most, where load counts the more the fuller an agent is. Between equals the relatively less
    /// loaded agent is taken, then the lower id. That is exact for tickets of one weight; different weights are seated by
    /// a bounded search, see ADR 0027. Nobody gets more than the capacity. The decisions come in the order of service.
    /// Equal facts give equal decisions, whatever their order.
    public func assign(_ needs: [TicketNeed], to agents: [Agent], now: Date) -> [Decision] {
        var staff = Staff(agents, scoring: Scoring(self, now: now))
        let ordered = needs.count < 2 ? needs : needs.sorted(by: isServedBefore)
        return stride(from: 0, to: ordered.count, by: Self.together).flatMap { start in
            staff.decide(Array(ordered[start..<min(ordered.count, start + Self.together)]))
        }
    }

    private func isServedBefore(_ left: TicketNeed, _ right: TicketNeed) -> Bool {
        let dues = (left.dueAt ?? .distantFuture, right.dueAt ?? .distantFuture)
        if dues.0 != dues.1 { return dues.0 < dues.1 }
        if left.priority != right.priority { return left.priority < right.priority }
        return left.id < right.id
    }
}
