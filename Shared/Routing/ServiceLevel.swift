/// How much a site of the service network can do; the order of the cases is the order of escalation.
public enum ServiceLevel: String, Codable, CaseIterable, Hashable, Sendable, Comparable {
    /// A light site, a joint centre that a dealer runs with us, and a flagship centre.
    case light, joint, flagship

    /// Whether the left one can do less.
    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    /// The next level up; `nil` at the top.
    public var next: ServiceLevel? { Self.allCases.dropFirst(rank + 1).first }

    /// 0 for light … 2 for flagship.
    var rank: Int {
        switch self {
        case .light: 0
        case .joint: 1
        case .flagship: 2
        }
    }
}
