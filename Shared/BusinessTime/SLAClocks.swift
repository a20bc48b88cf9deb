public import FoundationEssentials

/// All clocks of a ticket, derived from facts alone: equal facts give equal clocks.
///
/// The deadlines depend on policy, calendar and ledger; only ``SLAClock/state`` looks at now. A policy or calendar that
/// changes keeps what has elapsed and every pause, since all is counted again from the ledger.
public struct SLAClocks: Sendable {
    /// The facts that were used.
    public let facts: SLAFacts
    /// The rule that matched.
    public let rule: SLARule
    /// Every clock that ever ran, in order of metric and cycle; metrics without target have none.
    public let clocks: [SLAClock]
    let runs: [SLARun]

    /// Derives the clocks; the ledger must hold nothing later than `now`.
    public init(_ facts: SLAFacts, now: Date) {
        let rule = facts.policy.rule(for: facts.subject)
        self.facts = facts
        self.rule = rule
        let known = SLATimeline(facts, targets: rule.targets).runs
        let runs = SLAMetric.allCases.flatMap { metric in known.filter { $0.metric == metric } }
        self.runs = runs
        clocks = runs.compactMap { run in
            rule.targets.target(of: run.metric, team: run.team).map { target in
                SLAClock(run, target: target, shares: rule.warnShares, calendar: facts.calendar, now: now)
            }
        }
    }

    /// The latest clock of a metric.
    public func latest(_ metric: SLAMetric) -> SLAClock? { clocks.last { $0.metric == metric } }

    /// The earliest deadline of a clock that has not ended.
    public var nextDueAt: Date? { clocks.filter { $0.stoppedAt == nil }.compactMap(\.dueAt).min() }
}

extension SLAClock {
    init(_ run: SLARun, target: SLATarget, shares: [Int], calendar: WorkCalendar, now: Date) {
        let calendar = target.calendar(calendar)
        let pauses = PauseUnion(run.pauses)
        let start = Microseconds(run.startedAt).value
        let budget = Microseconds(target.budget).value
        func due(percent: Int) -> Date? {
            calendar.due(start: start, budget: budget / 100 * percent, pauses: pauses).map { Microseconds($0).date }
        }
        metric = run.metric
        cycle = run.cycle
        team = run.team
        startedAt = run.startedAt
        dueAt = due(percent: 100)
        isPaused = run.isPaused
        stoppedAt = run.stoppedAt
        state = Self.state(run, due: dueAt, now: now)
        let lead = min(Self.reportLead, budget / 20)
        askAt =
            run.metric == .progress
            ? calendar.due(start: start, budget: budget - lead, pauses: pauses).map { Microseconds($0).date } : nil
        warnings = shares.compactMap { share in
            guard let at = due(percent: share), at <= run.stoppedAt ?? .distantFuture else { return nil }
            return Warning(share: share, at: at)
        }
    }

    /// Time that a report takes from its request to its leaving, with much to spare.
    private static let reportLead = 15 * 60 * Microseconds.perSecond

    private static func state(_ run: SLARun, due: Date?, now: Date) -> State {
        if let due, run.stoppedAt ?? now > due { return .breached }
        if run.stoppedAt != nil { return run.isCancelled ? .cancelled : .met }
        return run.isPaused ? .paused : .running
    }
}
