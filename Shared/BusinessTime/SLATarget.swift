/// How long something may take.
public struct SLATarget: Codable, Hashable, Sendable {
    /// What counts as time.
    public enum Measure: String, Codable, CaseIterable, Hashable, Sendable {
        /// Open time of the ticket's calendar, or every minute.
        case business, wall
    }

    /// The budget in minutes, 1…5,256,000 (ten years).
    public let minutes: Int
    /// What counts as time.
    public let measure: Measure
    /// When its clock starts, stands still and stops; nil for the metric's standard.
    public let conditions: SLAConditions?

    /// A budget of so many minutes.
    public init(_ minutes: Int, _ measure: Measure, conditions: SLAConditions? = nil) {
        self.minutes = minutes
        self.measure = measure
        self.conditions = conditions
    }

    /// The budget as a duration.
    public var budget: Duration { .seconds(minutes * 60) }

    /// The calendar that counts this target: the ticket's own, or the round-the-clock one.
    public func calendar(_ own: WorkCalendar) -> WorkCalendar {
        measure == .business ? own : WallCalendar.always
    }
}

/// The targets of one rule; a metric without target has no clock.
public struct SLATargets: Codable, Hashable, Sendable {
    /// Until the customer knows that the message arrived.
    public var acknowledgement: SLATarget?
    /// Until a person first answers.
    public var firstResponse: SLATarget?
    /// Until a person answers the oldest unanswered message.
    public var nextResponse: SLATarget?
    /// Until the ticket is resolved.
    public var resolution: SLATarget?
    /// Longest silence towards the customer.
    public var progress: SLATarget?
    /// How long a team may have the ticket, by the team's id; `*` stands for every team that is not named.
    public var departments: [String: SLATarget]?

    /// Targets; those left out are the defaults of R4.1, and no response targets.
    public init(
        acknowledgement: SLATarget? = SLATarget(10, .wall),
        firstResponse: SLATarget? = nil,
        nextResponse: SLATarget? = nil,
        resolution: SLATarget? = SLATarget(1_440, .wall),
        progress: SLATarget? = SLATarget(1_440, .wall),
        departments: [String: SLATarget]? = nil
    ) {
        self.acknowledgement = acknowledgement
        self.firstResponse = firstResponse
        self.nextResponse = nextResponse
        self.resolution = resolution
        self.progress = progress
        self.departments = departments
    }

    /// The target that a clock was counted by.
    public func target(of clock: SLAClock) -> SLATarget? { target(of: clock.metric, team: clock.team) }

    /// Whether clocks depend on a moment because a condition names it; departments depend on assignments.
    public func follows(_ moment: SLAMoment) -> Bool {
        if moment == .assigned, !(departments ?? [:]).isEmpty { return true }
        return named.contains { $0.target.conditions?.names(moment) ?? false }
    }

    /// Every target with what it measures, in a fixed order.
    var named: [(metric: SLAMetric, target: SLATarget)] {
        SLAMetric.allCases.flatMap { metric in
            metric == .department
                ? (departments ?? [:]).sorted { $0.key < $1.key }.map { (metric, $0.value) }
                : target(of: metric).map { [(metric, $0)] } ?? []
        }
    }

    /// The target of a metric, if it has one; a department's is that of a team.
    public func target(of metric: SLAMetric, team: String? = nil) -> SLATarget? {
        switch metric {
        case .acknowledgement: acknowledgement
        case .firstResponse: firstResponse
        case .nextResponse: nextResponse
        case .resolution: resolution
        case .progress: progress
        case .department: team.flatMap { departments?[$0] } ?? (team == nil ? nil : departments?["*"])
        }
    }
}
