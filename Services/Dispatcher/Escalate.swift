import Contracts
import FoundationEssentials
import WorkerKit

/// What was escalated, as the ledger keeps it.
struct Escalation: Codable, Sendable, Hashable {
    let metric: String
    let cycle: Int
    let level: Int
    let deadlineVersion: Int
}

/// Records escalations and looks once more for an agent when the ticket has none, even if nobody classified it.
///
/// The first missed response of a ticket is its agent's own affair; everything from level 2 on, and every missed
/// resolution, is an escalation. From level 2 on the ticket goes up the levels of the service network, if the policy says
/// so, once for each level.
struct Escalate: Handler {
    let dispatching: Dispatching
    let release: CapacityReturn

    func decide(_ batch: [Received<SLABreachedV1>], in turn: Turn) async throws -> [Verdict] {
        let grave = batch.filter { $0.body.level >= 2 || $0.body.metric == "resolution" }
        if !grave.isEmpty { try await escalate(grave, in: turn) }
        return batch.map { _ in .done }
    }

    private func escalate(_ batch: [Received<SLABreachedV1>], in turn: Turn) async throws {
        let tickets = Set(batch.map(\.body.ticketID)).sorted()
        let situation = try await dispatching.situation(of: tickets, in: turn)
        var known = try await turn.transaction.escalations(of: tickets)
        var climbing: Set<UUID> = []
        for received in batch where situation.tickets[received.body.ticketID]?.isActive ?? false {
            let ticket = received.body.ticketID
            let escalation = Escalation(received.body)
            guard known[ticket, default: []].insert(escalation).inserted else { continue }
            turn.record(try .escalated(escalation, on: ticket, at: turn.now))
            if escalation.level >= 2 { climbing.insert(ticket) }
        }
        try await dispatching.assign(
            tickets.map { Wish(ticket: $0) },
            given: situation,
            because: causes(of: batch),
            in: turn
        )
        let climb = Climb(relocation: Relocation(dispatching: dispatching, release: release))
        try await climb.take(climbing.sorted(), given: situation, because: causes(of: batch), in: turn)
    }
}

extension Escalation {
    fileprivate init(_ breach: SLABreachedV1) {
        self.init(
            metric: breach.metric,
            cycle: breach.cycle,
            level: breach.level,
            deadlineVersion: breach.deadlineVersion
        )
    }
}
