/// How soon the customer needs help; the order of the cases is the order of urgency.
public enum Urgency: String, Codable, CaseIterable, Hashable, Sendable, Comparable {
    /// Can wait, hinders, or stops work.
    case low, medium, high

    /// Whether the left one can wait longer.
    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// How much is affected; the order of the cases is the order of impact.
public enum Impact: String, Codable, CaseIterable, Hashable, Sendable, Comparable {
    /// One person or device, several, or a whole site and more.
    case one, several, many

    /// Whether the left one touches fewer.
    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// A reason to raise the priority above the matrix.
public enum PriorityRaise: String, Codable, CaseIterable, Hashable, Sendable {
    /// An important customer: one step up.
    case vip
    /// Somebody may be hurt: always P1.
    case safety
}

/// The order in which tickets are served, P1 first; on the wire and in the database 1…4.
public enum Priority: Int, Codable, CaseIterable, Hashable, Sendable, Comparable {
    /// Critical, high, normal and low.
    case p1 = 1, p2, p3, p4

    /// The priority from the matrix of urgency and impact, then raised.
    ///
    /// | urgency | one | several | many |
    /// |---|---|---|---|
    /// | high | P2 | P1 | P1 |
    /// | medium | P3 | P3 | P2 |
    /// | low | P4 | P4 | P3 |
    public init(urgency: Urgency, impact: Impact, raises: Set<PriorityRaise> = []) {
        let base = Self.matrix(urgency, impact)
        if raises.contains(.safety) {
            self = .p1
        } else {
            self = raises.contains(.vip) ? base.raised : base
        }
    }

    /// One step more important; P1 stays P1.
    public var raised: Priority { Priority(rawValue: rawValue - 1) ?? .p1 }

    /// Whether the left one comes first, so P1 < P4.
    public static func < (left: Priority, right: Priority) -> Bool { left.rawValue < right.rawValue }

    private static func matrix(_ urgency: Urgency, _ impact: Impact) -> Priority {
        switch (urgency, impact) {
        case (.high, .several), (.high, .many): .p1
        case (.high, .one), (.medium, .many): .p2
        case (.medium, .one), (.medium, .several), (.low, .many): .p3
        case (.low, .one), (.low, .several): .p4
        }
    }
}
