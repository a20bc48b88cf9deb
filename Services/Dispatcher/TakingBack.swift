import FoundationEssentials
import Postgres
import Routing
import WorkerKit

/// Judges assignments, takes back those that are due, and finds others for their tickets; one turn's work.
struct TakingBack: Sendable {
    let dispatching: Dispatching
    let release: CapacityReturn

    /// An assignment that is due.
    private struct Due {
        let watched: Watched
        let reason: TakeBack
    }

    /// Needs the floor.
    func look(at assignments: [UUID], in turn: Turn) async throws {
        let watched = try await turn.transaction.watched(assignments)
        let situation = try await dispatching.situation(of: watched.map(\.ticket), in: turn)
        var (due, looks) = judge(watched, situation)
        let (shiftEnds, others) = (due.filter { $0.reason == .shiftEnd }, due.filter { $0.reason != .shiftEnd })
        let leaving = takeable(shiftEnds, situation)
        let lost = others.filter { isReplaceable($0, situation) }
        let going = Set((leaving + lost).map(\.watched.id))
        for kept in due where !going.contains(kept.watched.id) {
            let because = kept.reason == .shiftEnd ? "nobody_on_shift" : "nobody_else"
            let (agent, ticket) = (kept.watched.agent, kept.watched.ticket)
            turn.record(try .kept(agent, kept.reason.rawValue, because: because, on: ticket, at: turn.now))
            looks.append((kept.watched.id, turn.now))
        }
        turn.transaction.enqueueLooks(looks, stamp: situation.rules.stamp)
        let relocation = Relocation(dispatching: dispatching, release: release)
        try await relocation.carryOut(leaving.map(move), lasting: handOverEnd(situation.rules), in: turn)
        try await relocation.carryOut(lost.map(move), in: turn)
    }

    /// What is due, and when to look again at the rest; a ticket that is over waits for its release.
    private func judge(
        _ watched: [Watched],
        _ situation: Situation
    ) -> (due: [Due], looks: [(assignment: UUID, at: Date?)]) {
        let vigil = Vigil(policy: situation.rules.handOver)
        var due: [Due] = []
        var looks: [(assignment: UUID, at: Date?)] = []
        for watched in watched {
            guard let facts = situation.tickets[watched.ticket], facts.isActive else {
                looks.append((watched.id, nil))
                continue
            }
            let hours = situation.hours(of: watched.agent)
            let finding = vigil.finding(watched, facts, hours, at: situation.rules.now)
            if let reason = finding.due {
                due.append(Due(watched: watched, reason: reason))
            } else {
                looks.append((watched.id, finding.lookAt))
            }
        }
        return (due, looks)
    }

    /// Those whose ticket somebody can take right now who stays on shift.
    private func takeable(_ due: [Due], _ situation: Situation) -> [Due] {
        guard !due.isEmpty else { return [] }
        let roster = situation.roster(lasting: handOverEnd(situation.rules))
        let plan = DispatchPlan(due.map(wish), tickets: situation.tickets, roster: roster, rules: situation.rules)
        let placed = Set(plan.placed.map(\.facts.id))
        return due.filter { placed.contains($0.watched.ticket) }
    }

    /// Whether somebody else could take the ticket some day; with a silent agent it is better off than with nobody.
    private func isReplaceable(_ due: Due, _ situation: Situation) -> Bool {
        let best = situation.roster.atBest
        return !DispatchPlan([wish(due)], tickets: situation.tickets, roster: best, rules: situation.rules).placed
            .isEmpty
    }

    private func move(_ due: Due) -> Relocation.Move {
        Relocation.Move(wish: wish(due), reason: due.reason.rawValue)
    }

    private func wish(_ due: Due) -> Wish { Wish(ticket: due.watched.ticket, loser: due.watched.agent) }

    /// Whoever takes a ticket over at the end of a shift must be there longer than that.
    private func handOverEnd(_ rules: DispatchRules) -> Date {
        rules.now.addingTimeInterval(60 * Double(rules.handOver.shiftEndMinutes) + 1)
    }
}
