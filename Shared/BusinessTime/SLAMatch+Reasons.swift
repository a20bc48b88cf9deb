import Tickets

/// One condition of a rule beside what is known of the ticket.
public struct SLACondition: Codable, Hashable, Sendable {
    /// What is looked at, such as `priority`.
    public let field: String
    /// What the rule takes, in rising order.
    public let allowed: [String]
    /// What the ticket has; nil while that is unknown.
    public let found: String?
    /// Whether the condition holds.
    public let holds: Bool

    /// In words, such as `priority 3 is not one of 1, 2`.
    public var text: String {
        let list = allowed.joined(separator: ", ")
        guard let found else { return "\(field) is unknown, the rule takes \(list)" }
        switch (holds, allowed.count) {
        case (true, 1): return "\(field) is \(found)"
        case (true, _): return "\(field) \(found) is one of \(list)"
        case (false, 1): return "\(field) is \(found), not \(list)"
        case (false, _): return "\(field) \(found) is not one of \(list)"
        }
    }
}

extension SLAMatch {
    /// Every condition that the rule has; none when it takes everything.
    public func conditions(for subject: SLASubject) -> [SLACondition] {
        [
            Self.condition("level", levels?.sorted(), subject.level),
            Self.condition("category", categories?.map(\.rawValue).sorted(), subject.category?.rawValue),
            Self.condition(
                "priority",
                priorities?.sorted().map { String($0.rawValue) },
                subject.priority.map { String($0.rawValue) }
            ),
            Self.condition("country", countries?.sorted(), subject.country),
            Self.condition("channel", channels?.map(\.rawValue).sorted(), subject.channel?.rawValue),
            Self.condition("contract", contracts?.sorted(), subject.contract),
        ].compactMap { $0 }
    }

    private static func condition(_ field: String, _ allowed: [String]?, _ found: String?) -> SLACondition? {
        allowed.map { allowed in
            SLACondition(field: field, allowed: allowed, found: found, holds: found.map(allowed.contains) ?? false)
        }
    }
}
