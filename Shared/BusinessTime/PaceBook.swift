public import Tickets

/// What earlier tickets took, by kind, and for kinds with few of them by what they have in common with others.
public struct PaceBook: Sendable {
    /// What makes tickets alike.
    public struct Kind: Hashable, Sendable {
        /// Name of the calendar that counts the ticket's time.
        public let calendar: String
        /// What it is about; nil before it is classified.
        public let category: Category?
        /// How urgent it is; nil before it is classified.
        public let priority: Priority?

        /// A kind of tickets.
        public init(calendar: String, category: Category?, priority: Priority?) {
            self.calendar = calendar
            self.category = category
            self.priority = priority
        }
    }

    /// What the tickets that a pace was learned from have in common; the rougher the later.
    public enum Likeness: String, Codable, CaseIterable, Hashable, Sendable {
        /// Calendar, category and priority.
        case kind
        /// Category and priority.
        case categoryAndPriority = "category_and_priority"
        /// Calendar and priority.
        case calendarAndPriority = "calendar_and_priority"
        /// Priority alone.
        case priority
        /// Nothing.
        case all
    }

    /// Nothing is known yet.
    public static let empty = PaceBook([:])

    private struct Group: Hashable {
        var calendar: String?
        var category: Category?
        var priority: Priority?

        init(_ kind: Kind, _ likeness: Likeness) {
            if likeness == .kind || likeness == .calendarAndPriority { calendar = kind.calendar }
            if likeness == .kind || likeness == .categoryAndPriority { category = kind.category }
            if likeness != .all { priority = kind.priority }
        }
    }

    private var paces: [Likeness: [Group: ResolutionPace]] = [:]

    /// Learns from the open seconds of resolved tickets.
    ///
    /// Takes a few milliseconds for ten thousand of them.
    public init(_ durations: [Kind: [Int]]) {
        for likeness in Likeness.allCases {
            var groups: [Group: [Int]] = [:]
            for (kind, seconds) in durations { groups[Group(kind, likeness), default: []] += seconds }
            paces[likeness] = groups.compactMapValues { ResolutionPace(seconds: $0) }
        }
    }

    /// The pace of the tickets most like this one of which there are enough; nil while there are too few of any.
    public func pace(of kind: Kind) -> (pace: ResolutionPace, likeness: Likeness)? {
        for likeness in Likeness.allCases {
            if let pace = paces[likeness]?[Group(kind, likeness)] { return (pace, likeness) }
        }
        return nil
    }
}
