public import FoundationEssentials
public import Tickets

/// What a ticket asks of whoever takes it.
public struct TicketNeed: Hashable, Sendable, Codable {
    /// Row of the ticket.
    public let id: UUID
    /// What it is about; nil when nobody knows yet, so that any skill will do.
    public var category: Category?
    /// ISO 639 code in lower case; nil when unknown, so that any language will do.
    public var language: String?
    /// The customer's ISO 3166 code; nil when unknown.
    public var country: String?
    /// The ticket's priority.
    public var priority: Priority
    /// The earliest deadline; nil sorts last.
    public var dueAt: Date?
    /// Capacity it takes, 1 or more.
    public var weight: Int
    /// Only this team may take it; nil for any.
    public var team: String?
    /// Who worked for this customer or ticket before.
    public var previousAgent: UUID?
    /// Who must not get it, such as an agent whom a person took it from.
    public var excludedAgents: Set<UUID>
    /// Region of residency of the customer; `nil` for that of the country by the policy.
    public var region: String?
    /// Certificate that whoever takes it must hold.
    public var certification: String?
    /// Lowest level of the service network that may take it, once escalated; `nil` for any.
    public var minimumLevel: ServiceLevel?
    /// Who was silent about it, so that others come first.
    public var silentAgents: Set<UUID>
    /// Whether the level and silence are rules only while somebody can take it under them; else it waits for that.
    public var yields: Bool
    /// Where the customer is; `nil` for the country's central point.
    public var place: Place?

    /// A waiting ticket.
    public init(
        id: UUID,
        category: Category? = nil,
        language: String? = nil,
        country: String? = nil,
        priority: Priority,
        dueAt: Date? = nil,
        weight: Int = 1,
        team: String? = nil,
        previousAgent: UUID? = nil,
        excludedAgents: Set<UUID> = [],
        region: String? = nil,
        certification: String? = nil,
        minimumLevel: ServiceLevel? = nil,
        silentAgents: Set<UUID> = [],
        yields: Bool = false,
        place: Place? = nil
    ) {
        self.id = id
        self.category = category
        self.language = language
        self.country = country
        self.priority = priority
        self.dueAt = dueAt
        self.weight = max(1, weight)
        self.team = team
        self.previousAgent = previousAgent
        self.excludedAgents = excludedAgents
        self.region = region
        self.certification = certification
        self.minimumLevel = minimumLevel
        self.silentAgents = silentAgents
        self.yields = yields
        self.place = place
    }
}

extension TicketNeed {
    /// Rules it asks for that may yield.
    var softRules: [SoftRule] {
        guard yields else { return [] }
        return (minimumLevel == nil ? [] : [.level]) + (silentAgents.isEmpty ? [] : [.silence])
    }

    /// The same without some of its rules.
    func without(_ rules: [SoftRule]) -> TicketNeed {
        var eased = self
        if rules.contains(.level) { eased.minimumLevel = nil }
        if rules.contains(.silence) { eased.silentAgents = [] }
        return eased
    }
}
