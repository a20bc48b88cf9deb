import BusinessTime
import FoundationEssentials

/// What a clock has to tell, and when, as its policy says: counted from the ledger, without a look at what was stored.
struct DerivedSteps: Sendable {
    struct Step: Sendable {
        let key: StepKey
        /// Told when now is later.
        let at: Date
        /// From here on it says nothing any more.
        let overtakenAt: Date
    }

    let clocks: SLAClocks

    /// The clocks of a ticket after some lines of its ledger.
    init(_ ticket: TicketRecord, _ lines: [TicketRecord.Line], _ roster: Roster, now: Date) {
        clocks = SLAClocks(ticket.facts(lines, roster), now: now)
    }

    /// Steps of every clock that runs towards a deadline.
    var all: [Step] { clocks.clocks.flatMap(steps) }

    /// The steps of one clock; nothing while it stands still or has ended.
    func steps(_ clock: SLAClock) -> [Step] {
        guard clock.stoppedAt == nil, !clock.isPaused, let due = clock.dueAt else { return [] }
        func step(_ name: String, _ at: Date, until end: Date = .distantFuture) -> Step {
            Step(key: StepKey(metric: clock.metric.rawValue, cycle: clock.cycle, step: name), at: at, overtakenAt: end)
        }
        // A report is asked for ahead of its time, so that it has left by then.
        if clock.metric == .progress { return [step("progress-0", clock.askAt ?? due)] }
        let ends = clock.warnings.dropFirst().map(\.at) + [due]
        let warnings = zip(clock.warnings, ends).map { step("warn-\($0.share)", $0.at, until: min($1, due)) }
        let breaches = clocks.rule.escalation.enumerated().map { index, role in
            step("breach-\(index + 1)", due.addingTimeInterval(Double(role.afterMinutes) * 60))
        }
        return warnings + breaches
    }

    /// When a step of a running clock is due; a report that was asked for is asked for again after a further such time.
    func instant(of key: StepKey, after requests: [Date]) -> Date? {
        guard let clock = clocks.clocks.first(where: { $0.metric.rawValue == key.metric && $0.cycle == key.cycle })
        else {
            return nil
        }
        let steps = steps(clock)
        guard key.step.hasPrefix("progress-") else { return steps.first { $0.key == key }?.at }
        guard let first = steps.first?.at else { return nil }
        guard let last = requests.filter({ $0 > first }).max(), let target = clocks.rule.targets.progress else {
            return first
        }
        return target.calendar(clocks.facts.calendar).due(start: last, budget: target.budget)
    }
}
