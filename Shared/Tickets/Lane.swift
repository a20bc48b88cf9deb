/// The way a ticket's messages take, so that critical ones overtake a flood.
public enum Lane: String, Codable, CaseIterable, Hashable, Sendable {
    /// P1; P2 and P3; P4.
    case urgent, normal, bulk

    /// The lane of a priority.
    public init(_ priority: Priority) {
        switch priority {
        case .p1: self = .urgent
        case .p2, .p3: self = .normal
        case .p4: self = .bulk
        }
    }
}
