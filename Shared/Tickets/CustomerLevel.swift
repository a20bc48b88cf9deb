/// How much a customer is promised; a policy of targets may tell them apart.
public enum CustomerLevel: String, Codable, CaseIterable, Hashable, Sendable {
    /// Everybody, unless somebody says otherwise.
    case standard
    /// More than standard.
    case premium
    /// The most; raises the priority of what they write by one, too.
    case vip
}
