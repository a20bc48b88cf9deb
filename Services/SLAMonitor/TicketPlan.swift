import BusinessTime
import ClockRecord
import FoundationEssentials

/// What a ticket asks for now, from its facts alone: equal facts give equal plans.
struct TicketPlan: Sendable {
    /// The clock under which the promise is filed.
    static let promiseClock = ClockKey(metric: SLAMetric.acknowledgement.rawValue, cycle: 1)
    static let promiseStep = "promise"

    /// Something to tell, once its notice is won.
    enum Tell: Equatable, Sendable {
        case promise(PromiseMade?)
        case step(Step, of: ClockKey, dueAt: Date, deadlineVersion: Int)
    }

    /// Readings that the database does not have yet.
    let rows: [ClockRow]
    let tells: [Tell]
    /// The ticket's timer, when it is to be written.
    let timer: TimerRow?
    /// Timers that are no longer wanted.
    let obsolete: [TimerKey]
    /// How the changed readings came about.
    let explanations: [ClockKey: ClockExplanation]
    /// How long the ticket took, once it is solved.
    let sample: ResolutionSample?

    init(
        _ facts: TicketFacts,
        targets: TargetsInForce.Targets,
        paces: PaceBook = .empty,
        promiseWait: Duration,
        now: Date
    ) {
        let head = facts.head
        let (calendarName, calendar) = targets.calendars.calendar(for: head.subject.country)
        let slaFacts = head.facts(facts.events, policy: targets.policy, calendar: calendar)
        let clocks = head.isMachine ? nil : SLAClocks(slaFacts, now: now)
        let plans = clocks.map { Self.plans(of: $0, facts, targets.stamp, now) } ?? []
        let rows = Self.changed(plans.map(\.row), facts, now)
        let kind = PaceBook.Kind(
            calendar: calendarName,
            category: head.subject.category,
            priority: head.subject.priority
        )
        let promise = clocks.map { PromisePlan(facts, $0, paces.pace(of: kind), promiseWait: promiseWait, now: now) }
        // Whoever looks then sees to all clocks, so one look is enough: the earliest.
        let next = (plans.compactMap(\.timer) + [promise?.timer].compactMap { $0 }).min { $0.isBefore($1) }
        self.rows = rows
        tells = [promise?.tell].compactMap { $0 } + plans.flatMap(Self.tells)
        timer = next.flatMap { facts.timers[$0.key] == $0 ? nil : $0 }
        obsolete = facts.timers.keys.filter { $0 != next?.key }.sorted()
        sample = clocks.flatMap { ResolutionSample(facts, $0, kind: kind) }
        explanations = rows.isEmpty ? [:] : clocks.map { ClockExplanation.all(of: $0, calendar: calendarName) } ?? [:]
    }

    private static func plans(
        of clocks: SLAClocks,
        _ facts: TicketFacts,
        _ stamp: TargetsInForce.Stamp,
        _ now: Date
    ) -> [ClockPlan] {
        let owed = clocks.clocks.filter { !(facts.head.cannotBeAcknowledged && $0.metric == .acknowledgement) }
        return owed.map { clock in
            let stored = facts.clocks[ClockKey(clock)]
            return ClockPlan(clock, of: clocks, stored: stored, notices: facts.notices, stamp: stamp, now: now)
        }
    }

    private static func changed(_ rows: [ClockRow], _ facts: TicketFacts, _ now: Date) -> [ClockRow] {
        let keys = Set(rows.map(\.key))
        let dropped = facts.clocks.values.filter { !keys.contains($0.key) && $0.stoppedAt == nil }
        let changed = rows.filter { row in facts.clocks[row.key].map(row.differs) ?? true }
        return (changed + dropped.map { $0.dropped(at: now) }).sorted { $0.key < $1.key }
    }

    private static func tells(_ plan: ClockPlan) -> [Tell] {
        guard let due = plan.row.dueAt else { return [] }
        return plan.tells.map { step in
            // Each request for a report has an instant of its own.
            let isRequest = if case .progress = step.kind { true } else { false }
            let version = plan.row.deadlineVersion
            return .step(step, of: plan.row.key, dueAt: isRequest ? step.at : due, deadlineVersion: version)
        }
    }
}
