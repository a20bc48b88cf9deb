/// A rule as hard as the others while somebody can take the ticket under it, which then yields rather than let it wait.
public enum SoftRule: String, Codable, CaseIterable, Hashable, Sendable {
    /// The level of the service network that the ticket was escalated to.
    case level
    /// Whoever was silent about the ticket does not get it again.
    case silence
}
