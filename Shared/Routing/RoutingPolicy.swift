/// What counts how much when a ticket is assigned, and what is never allowed.
public struct RoutingPolicy: Hashable, Sendable, Codable {
    /// Rises with every edit; stored with each decision.
    public var version: Int
    /// Weight of each factor, 0 or more; one that is missing counts nothing.
    public var weights: [Factor: Int]
    /// Lowest skill level that may take a ticket, 1…3.
    public var minimumSkill: Int
    /// Whether an agent without the language may answer through translation.
    public var allowsTranslation: Bool
    /// Minutes before the shift opens in which tickets may already be assigned; 0 means never off shift.
    public var opensSoonMinutes: Int
    /// Most candidates written into a decision, of the ranked and of the rejected each.
    public var recorded: Int
    /// Who may get tickets off shift; left out, ``opensSoonMinutes`` above 0 says so.
    public var offShift: OffShift?
    /// Residency and certificates; left out, they forbid nothing.
    public var hard: HardRules?
    /// Capacity that tickets take; left out, each takes 1.
    public var weightOf: TicketWeights?
    /// When tickets change hands; nil for ``HandOverPolicy/standard``.
    public var handOver: HandOverPolicy?

    /// A policy; the defaults never assign off shift and never through translation.
    public init(
        version: Int,
        weights: [Factor: Int] = RoutingPolicy.standardWeights,
        minimumSkill: Int = 1,
        allowsTranslation: Bool = false,
        opensSoonMinutes: Int = 0,
        recorded: Int = 5,
        offShift: OffShift? = nil,
        hard: HardRules? = nil,
        weightOf: TicketWeights? = nil,
        handOver: HandOverPolicy? = nil
    ) {
        self.version = version
        self.weights = weights
        self.minimumSkill = minimumSkill
        self.allowsTranslation = allowsTranslation
        self.opensSoonMinutes = opensSoonMinutes
        self.recorded = recorded
        self.offShift = offShift
        self.hard = hard
        self.weightOf = weightOf
        self.handOver = handOver
    }

    /// Skill before language, then load, continuity, territory and shift.
    public static let standardWeights: [Factor: Int] = [
        .skill: 30, .language: 25, .load: 20, .continuity: 15, .territory: 5, .shift: 5,
    ]

    /// The policy of an installation that wrote none.
    public static let standard = RoutingPolicy(version: 1)
}
