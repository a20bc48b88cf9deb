import ClockRecord
import Contracts
import FoundationEssentials
import WorkerKit

/// Brings clocks, timers and notices of tickets in line with their ledgers: the one way in which anything is told.
struct TicketFollower: Sendable {
    let targets: TargetsInForce
    let promiseWait: Duration
    let bell: RelayedBell
    let tally: SLATally
    var paces = PaceInForce()

    /// Follows tickets that this transaction has claimed; returns those that exist.
    func follow(_ tickets: [UUID], because causes: [UUID: Envelope], in turn: Turn) async throws -> Set<UUID> {
        guard !tickets.isEmpty else { return [] }
        let targets = try await targets.current(in: turn.transaction)
        let facts = try await turn.transaction.ticketFacts(of: tickets.sorted(), kinds: targets.ledgerKinds)
        let book = paces.book
        let plans = facts.map { facts in
            FollowedTicket(
                facts: facts,
                plan: TicketPlan(facts, targets: targets, paces: book, promiseWait: promiseWait, now: turn.now),
                cause: causes[facts.id]
            )
        }
        turn.transaction.enqueueClocks(plans, now: turn.now)
        turn.transaction.enqueueTimers(plans)
        turn.transaction.enqueueSamples(plans.compactMap(\.plan.sample))
        try await turn.tell(plans, policyVersion: targets.stamp.policy, tally: tally)
        ringIfDue(plans, turn)
        return Set(facts.map(\.id))
    }

    /// Has the timers look at tickets that somebody else holds now.
    func postpone(_ tickets: [UUID], in turn: Turn) {
        turn.transaction.enqueueLook(at: tickets, ids: tickets.map { _ in turn.newID() }, due: turn.now)
        turn.afterCommit { bell.ring() }
    }

    /// A sweep never sleeps longer than a second, so only what is due before then needs the bell.
    private func ringIfDue(_ plans: [FollowedTicket], _ turn: Turn) {
        let horizon = turn.now.addingTimeInterval(turn.span(of: .seconds(1)))
        guard plans.contains(where: { $0.plan.timer.map { $0.dueAt < horizon } ?? false }) else { return }
        turn.afterCommit { bell.ring() }
    }
}

/// A ticket with what is to be done about it.
struct FollowedTicket: Sendable {
    let facts: TicketFacts
    let plan: TicketPlan
    /// The message that led here, if one did.
    let cause: Envelope?
}
