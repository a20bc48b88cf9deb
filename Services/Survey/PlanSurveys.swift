import Contracts
import FoundationEssentials
import WorkerKit

/// Plans one survey for each resolution, with the agent and team of that moment.
struct PlanSurveys: Handler {
    let settings: SurveySettings
    let bell: Bell

    func decide(_ batch: [Received<TicketResolvedV1>], in turn: Turn) async throws -> [Verdict] {
        let facts = try await turn.resolutionFacts(of: batch.map(\.body.ticketID))
        var plans: [PlannedSurvey] = []
        for message in batch {
            guard let facts = facts[message.body.ticketID],
                let plan = PlannedSurvey(message.body, facts, id: turn.newID(), now: turn.now, settings: settings)
            else { continue }
            plans.append(plan)
        }
        turn.enqueue(plans)
        turn.afterCommit { [bell] in bell.ring() }
        return batch.map { facts[$0.body.ticketID] == nil ? .park(reason: "the ticket does not exist") : .done }
    }
}

/// What a plan starts from.
struct ResolutionFacts: Sendable {
    let customerID: UUID
    let isMachine: Bool
    let status: String
    let cycle: Int
    let resolvedAt: Date?
    let agentID: String?
    let teamID: String?
}

/// A survey to be sent.
struct PlannedSurvey: Sendable, Equatable {
    let id: UUID
    let ticketID: UUID
    let cycle: Int
    let customerID: UUID
    let agentID: String?
    let teamID: String?
    let dueAt: Date
    let expiresAt: Date

    /// `nil` when nobody is to be asked: a machine's ticket, a merged one, or one that was reopened meanwhile.
    init?(_ resolved: TicketResolvedV1, _ facts: ResolutionFacts, id: UUID, now: Date, settings: SurveySettings) {
        guard !facts.isMachine, facts.status != "merged", facts.cycle == resolved.cycle else { return nil }
        self.id = id
        ticketID = resolved.ticketID
        cycle = resolved.cycle
        customerID = facts.customerID
        agentID = facts.agentID
        teamID = facts.teamID
        dueAt = (facts.resolvedAt ?? now) + settings.delay / .seconds(1)
        expiresAt = dueAt + settings.expiry / .seconds(1)
    }
}
