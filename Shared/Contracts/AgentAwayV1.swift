public import FoundationEssentials

/// An agent takes no work for now; the desk says so, *dispatcher* takes back what waits.
public struct AgentAwayV1: Message {
    /// Name and version on the wire.
    public static let name = "agent.away.v1"

    /// Key in `agent`.
    public let agentID: String
    /// Hand the agent's open tickets to others.
    public let returnTickets: Bool

    /// About no single ticket.
    public var subjectID: UUID? { nil }

    /// A message with all its fields.
    public init(agentID: String, returnTickets: Bool) {
        self.agentID = agentID
        self.returnTickets = returnTickets
    }
}
