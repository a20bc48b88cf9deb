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
    struct Need: Encodable, Sendable, Equatable {
        let category: Tickets.Category?
        let language: String?
        let country: String?
        let priority: Priority
        let dueAt: Date?
        let weight: Int
        let team: String?
        let previousAgent: String?
        let excludedAgents: [String]
    }

    /// Somebody who could take it.
    struct Ranked: Encodable, Sendable, Equatable {
        let agent: String
        let team: String
        let score: Int
        let factors: [Factor: Int]
        let load: Int
        let capacity: Int
    }

    /// Somebody who could not.
    struct Refused: Encodable, Sendable, Equatable {
        let agent: String
        let reasons: [RejectionReason]
    }

    let way: Way
    /// Version of the routing policy's document, 0 for the built-in one.
    let policyVersion: Int
    /// Version of the calendars' document, 0 for the built-in one.
    let calendarsVersion: Int
    let decidedAt: Date
    let need: Need
    let winner: String?
    var ranked: [Ranked] = []
    var rejected: [Refused] = []
    var rejections: [RejectionReason: Int] = [:]
    /// Who asked, for an override.
    var by: String?
}

extension Explanation {
    /// A decision of `Routing`, spelled out.
    init(_ decision: Decision, need: TicketNeed, way: Way, roster: Roster, rules: DispatchRules) {
        self.init(
            way: way,
            policyVersion: decision.policyVersion,
            calendarsVersion: rules.calendarsVersion,
            decidedAt: decision.decidedAt,
            need: Need(need, roster),
            winner: decision.winner.map(roster.key),
            ranked: decision.ranked.map { candidate in
                Ranked(
                    agent: roster.key(of: candidate.agent),
                    team: candidate.team,
                    score: candidate.score,
                    factors: candidate.factors,
                    load: candidate.load,
                    capacity: candidate.capacity
                )
            },
            rejected: decision.rejected.map { Refused(agent: roster.key(of: $0.agent), reasons: $0.reasons) },
            rejections: decision.rejections
        )
    }

    /// A person's wish.
    init(overrideTo agent: String, by: String?, need: TicketNeed, roster: Roster, rules: DispatchRules) {
        self.init(
            way: .override,
            policyVersion: rules.policy.version,
            calendarsVersion: rules.calendarsVersion,
            decidedAt: rules.now,
            need: Need(need, roster),
            winner: agent,
            by: by
        )
    }
}

extension Explanation.Need {
    fileprivate init(_ need: TicketNeed, _ roster: Roster) {
        self.init(
            category: need.category,
            language: need.language,
            country: need.country,
            priority: need.priority,
            dueAt: need.dueAt,
            weight: need.weight,
            team: need.team,
            previousAgent: need.previousAgent.map(roster.key),
            excludedAgents: need.excludedAgents.map(roster.key).sorted()
        )
    }
}
