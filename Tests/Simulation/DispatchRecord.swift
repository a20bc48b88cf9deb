import FoundationEssentials

/// What dispatch has stored, as one snapshot of the database holds it.
struct DispatchRecord: Sendable {
    /// A row of `assignment`, with what its explanation says.
    struct Assignment: Sendable {
        /// Number of the ticket.
        let ticket: String
        let agent: String
        let assignedAt: Date
        /// Version of the policy in the row, and in the explanation.
        let version: String
        let explainedVersion: String?
        /// How the agent was found.
        let way: String?
        let winner: String?
        /// Best candidates, the winner first.
        let ranked: [String]
        let hasNeed: Bool

        /// Whether a person named the agent: hard rules and capacity do not hold then.
        var isForced: Bool { way == "override" }
    }

    /// What one agent has at hand.
    struct Load: Sendable {
        let agent: String
        let capacity: Int
        /// As `agent_load` counts it.
        let load: Int
        let isAway: Bool
        /// Weights of the open assignments, of all and of those that a person forced.
        let open: Int
        let forced: Int
        /// Open assignments that were made while the agent was away.
        let whileAway: Int
    }

    /// A line `assigned` of the ledger.
    struct Line: Hashable, Sendable {
        let ticket: String
        let agent: String
        let at: Date
    }

    let now: Date
    var loads: [Load] = []
    var assignments: [Assignment] = []
    /// Lines of the ledger for these assignments.
    var lines: [Line] = []
    /// Since when each ticket waits that has nobody.
    var waiting: [String: Date] = [:]
}
