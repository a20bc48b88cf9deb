/// How the customer sounds; the order of the cases goes from content to furious.
public enum Sentiment: String, Codable, CaseIterable, Hashable, Sendable, Comparable {
    /// From content to furious.
    case positive, neutral, negative, angry

    /// Whether the left one sounds more content.
    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
