public import FoundationEssentials

/// A candidate who can take a ticket, with everything that speaks for it.
public struct Candidate: Hashable, Sendable, Codable {
    /// Row of the agent.
    public let agent: UUID
    /// Code of the agent's team.
    public let team: String
    /// Weighted mean of the factors, 0…1,000.
    public let score: Int
    /// Each weighted factor's value, 0…1,000.
    public let factors: [Factor: Int]
    /// Load before this ticket.
    public let load: Int
    /// Most load at once.
    public let capacity: Int
}

/// That a ticket's own best agent was given to others of its batch, because that is better in all.
public struct Displacement: Hashable, Sendable, Codable {
    /// Row of the agent who would have been best for this ticket alone.
    public let best: UUID
    /// Rows of the tickets that got the agent instead, in the order of service; as many as the policy records.
    public let takenBy: [UUID]
}

/// Who gets a ticket, and why: facts enough to repeat it.
public struct Decision: Hashable, Sendable, Codable {
    /// Row of the ticket.
    public let ticket: UUID
    /// Version of the policy that decided.
    public let policyVersion: Int
    /// The instant for which shifts were looked at.
    public let decidedAt: Date
    /// Who gets it; nil when nobody can, and the ticket waits.
    public let winner: UUID?
    /// The winner, then the best of the others for this ticket alone; as many as the policy records.
    public let ranked: [Candidate]
    /// Rejected candidates in order of their id; as many as the policy records.
    public let rejected: [Rejection]
    /// How many candidates each reason rejected, all counted.
    public let rejections: [RejectionReason: Int]
    /// Who would have been better for this ticket alone; nil when the winner is its own best.
    public let displacement: Displacement?
    /// Rules under which nobody could take the ticket, so that they yielded.
    public let lifted: [SoftRule]

    /// The decision as JSON with sorted keys: equal decisions give equal bytes.
    ///
    /// `decidedAt` is in milliseconds since 1970.
    public func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .millisecondsSince1970
        return try encoder.encode(self)
    }
}
