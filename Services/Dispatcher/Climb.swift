import Contracts
import FoundationEssentials
import Routing
import WorkerKit

/// Takes escalated tickets to the next level of the service network: from a light site to a joint centre, from there to
/// a flagship centre.
///
/// Only where somebody there can take the ticket at once who was not silent about it before; else it stays where it is,
/// which is no worse than before.
struct Climb: Sendable {
    let relocation: Relocation

    /// Needs the floor; `tickets` are those escalated by this turn.
    func take(
        _ tickets: [UUID],
        given situation: Situation,
        because causes: [UUID: Envelope],
        in turn: Turn
    ) async throws {
        guard situation.rules.handOver.escalates else { return }
        let wishes = tickets.compactMap { wish($0, situation) }
        guard !wishes.isEmpty else { return }
        let plan = DispatchPlan(wishes, tickets: situation.tickets, roster: situation.roster, rules: situation.rules)
        let climbing = Set(plan.placed.map(\.facts.id))
        for wish in wishes where !climbing.contains(wish.ticket) {
            guard let agent = situation.tickets[wish.ticket]?.agent else { continue }
            turn.record(
                try .kept(agent, "escalated", because: "no_higher_level", on: wish.ticket, at: turn.now)
            )
        }
        let moves = wishes.filter { climbing.contains($0.ticket) }
            .map { Relocation.Move(wish: $0, reason: "escalated") }
        try await relocation.carryOut(moves, because: causes, in: turn)
    }

    /// Nothing for a ticket that nobody has, whose agent is in no site, or that is at the top.
    private func wish(_ ticket: UUID, _ situation: Situation) -> Wish? {
        guard let facts = situation.tickets[ticket], facts.isActive, let agent = facts.agent,
            let next = situation.roster.entry(agent)?.site?.level.next
        else { return nil }
        return Wish(ticket: ticket, loser: agent, minimumLevel: next)
    }
}
