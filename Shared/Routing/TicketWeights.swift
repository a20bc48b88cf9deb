public import Tickets

/// The capacity that tickets take: by category and by priority, whichever is more; 1 where neither is named.
public struct TicketWeights: Hashable, Sendable, Codable {
    /// Units by what the ticket is about.
    public var categories: [Category: Int]
    /// Units by priority, `p1` … `p4`.
    public var priorities: [String: Int]

    /// Weights; those left out are 1.
    public init(categories: [Category: Int] = [:], priorities: [String: Int] = [:]) {
        self.categories = categories
        self.priorities = priorities
    }

    /// Reads the JSON form.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        categories = try fields.decodeIfPresent([Category: Int].self, forKey: .categories) ?? [:]
        priorities = try fields.decodeIfPresent([String: Int].self, forKey: .priorities) ?? [:]
    }

    /// Units of one ticket, 1 or more.
    public func weight(of category: Category?, _ priority: Priority) -> Int {
        max(1, category.flatMap { categories[$0] } ?? 1, priorities["p\(priority.rawValue)"] ?? 1)
    }
}
