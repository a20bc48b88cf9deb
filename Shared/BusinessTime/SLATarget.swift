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

    /// A budget of so many minutes.
    public init(_ minutes: Int, _ measure: Measure) {
        self.minutes = minutes
        self.measure = measure
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

    /// Targets; those left out are the defaults of R4.1, and no response targets.
    public init(
        acknowledgement: SLATarget? = SLATarget(10, .wall),
        firstResponse: SLATarget? = nil,
        nextResponse: SLATarget? = nil,
        resolution: SLATarget? = SLATarget(1_440, .wall),
        progress: SLATarget? = SLATarget(1_440, .wall)
    ) {
        self.acknowledgement = acknowledgement
        self.firstResponse = firstResponse
        self.nextResponse = nextResponse
        self.resolution = resolution
        self.progress = progress
    }

    /// The target of a metric, if it has one.
    public func target(of metric: SLAMetric) -> SLATarget? {
        switch metric {
        case .acknowledgement: acknowledgement
        case .firstResponse: firstResponse
        case .nextResponse: nextResponse
        case .resolution: resolution
        case .progress: progress
        }
    }
}
