/// How soon a customer needs an answer; the order of the cases is the order of urgency.
public enum TriageUrgency: String, Codable, Sendable, CaseIterable, Comparable {
    case low, medium, high

    /// Whether the left one can wait longer.
    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// How many machines or people a matter touches; the order of the cases is the order of impact.
public enum TriageImpact: String, Codable, Sendable, CaseIterable, Comparable {
    case one, several, many

    /// Whether the left one touches fewer.
    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// The tone of a message; the order of the cases is that of precedence when several are heard.
public enum TriageSentiment: String, Codable, Sendable, CaseIterable, Comparable {
    case neutral, positive, negative, angry

    /// Whether the right one prevails.
    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
