import FoundationEssentials
import Routing
import Tickets

/// Why a ticket went where it went, or nowhere: `Routing.Decision` in the database's own keys, with what was asked.
struct Explanation: Encodable, Sendable, Equatable {
    /// How the agent was found.
    enum Way: String, Encodable, Sendable {
        /// The best of all who could.
        case routed
        /// The agent who had the ticket before.
        case returning
        /// A person named the agent; hard rules and capacity did not hold.
        case override
    }

    /// What the ticket asked for.
    ///
    /// Here and below, members stand in the order of their names, in which `Explanation+JSON.swift` writes them.
    struct Need: Encodable, Sendable, Equatable {
        let category: Tickets.Category?
        var certification: String?
        let country: String?
        let dueAt: Date?
        let excludedAgents: [String]
        let language: String?
        var minimumLevel: ServiceLevel?
        let previousAgent: String?
        let priority: Priority
        /// Who was silent about it; only when there are any.
        var silentAgents: [String]?
        let team: String?
        let weight: Int
    }

    /// Somebody who could take it.
    struct Ranked: Encodable, Sendable, Equatable {
        let agent: String
        let capacity: Int
        let factors: [Factor: Int]
        let load: Int
        let score: Int
        let team: String
    }

    /// Somebody who could not.
    struct Refused: Encodable, Sendable, Equatable {
        let agent: String
        let reasons: [RejectionReason]
    }

    /// Whoever would have been better for this ticket alone, and the tickets of the batch that got them.
    struct Displaced: Encodable, Sendable, Equatable {
        let best: String
        let takenBy: [UUID]
    }

    /// Who asked, for an override.
    var by: String?
    /// Version of the calendars' document, 0 for the built-in one.
    let calendarsVersion: Int
    let decidedAt: Date
    /// Only when the winner is not the ticket's own best.
    var displaced: Displaced?
    /// Rules under which nobody could take it, so that they yielded; only when there are any.
    var lifted: [SoftRule]?
    let need: Need
    /// Version of the routing policy's document, 0 for the built-in one.
    let policyVersion: Int
    var ranked: [Ranked] = []
    var rejected: [Refused] = []
    var rejections: [RejectionReason: Int] = [:]
    let way: Way
    let winner: String?
}

extension Explanation {
    /// A decision of `Routing`, spelled out.
    init(_ decision: Decision, need: TicketNeed, way: Way, roster: Roster, rules: DispatchRules) {
        self.init(
            calendarsVersion: rules.calendarsVersion,
            decidedAt: decision.decidedAt,
            displaced: decision.displacement.map { Displaced(best: roster.key(of: $0.best), takenBy: $0.takenBy) },
            lifted: decision.lifted.isEmpty ? nil : decision.lifted,
            need: Need(need, roster),
            policyVersion: decision.policyVersion,
            ranked: decision.ranked.map { candidate in
                Ranked(
                    agent: roster.key(of: candidate.agent),
                    capacity: candidate.capacity,
                    factors: candidate.factors,
                    load: candidate.load,
                    score: candidate.score,
                    team: candidate.team
                )
            },
            rejected: decision.rejected.map { Refused(agent: roster.key(of: $0.agent), reasons: $0.reasons) },
            rejections: decision.rejections,
            way: way,
            winner: decision.winner.map(roster.key)
        )
    }

    /// A person's wish.
    init(overrideTo agent: String, by: String?, need: TicketNeed, roster: Roster, rules: DispatchRules) {
        self.init(
            by: by,
            calendarsVersion: rules.calendarsVersion,
            decidedAt: rules.now,
            need: Need(need, roster),
            policyVersion: rules.policy.version,
            way: .override,
            winner: agent
        )
    }
}

extension Explanation.Need {
    fileprivate init(_ need: TicketNeed, _ roster: Roster) {
        self.init(
            category: need.category,
            certification: need.certification,
            country: need.country,
            dueAt: need.dueAt,
            excludedAgents: need.excludedAgents.map(roster.key).sorted(),
            language: need.language,
            minimumLevel: need.minimumLevel,
            previousAgent: need.previousAgent.map(roster.key),
            priority: need.priority,
            silentAgents: need.silentAgents.isEmpty ? nil : need.silentAgents.map(roster.key).sorted(),
            team: need.team,
            weight: need.weight
        )
    }
}
