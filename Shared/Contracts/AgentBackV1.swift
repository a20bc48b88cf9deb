public import FoundationEssentials

/// An agent takes work again; the desk says so, *dispatcher* drains waiting tickets.
public struct AgentBackV1: Message {
    /// Name and version on the wire.
    public static let name = "agent.back.v1"

    /// Key in `agent`.
    public let agentID: String

    /// About no single ticket.
    public var subjectID: UUID? { nil }

    /// A message with all its fields.
    public init(agentID: String) {
        self.agentID = agentID
    }
}
