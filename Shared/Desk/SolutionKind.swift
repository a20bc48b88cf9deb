/// How a problem was or is to be solved.
public enum SolutionKind: String, Codable, CaseIterable, Hashable, Sendable {
    /// Solved from afar.
    case remoteSupport = "remote_support"
    /// Somebody went there.
    case onSiteRepair = "on_site_repair"
    /// A part was replaced.
    case partReplacement = "part_replacement"
    /// The customer was shown how.
    case guidance
    /// Money back.
    case refund
    /// Goods back.
    case returned = "return"
    /// Other goods.
    case exchange
    /// Not covered, with the policy's reason.
    case declined
}
