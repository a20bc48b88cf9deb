import BusinessTime
import FoundationEssentials

/// What one clock asks for now: a reading to store, steps to tell, and when to look again.
struct ClockPlan: Sendable {
    /// Pauses before a progress report that was asked for is looked for in the ledger: soon, then now and then.
    private static let progressChecks = (first: 5 * 60.0, further: 3_600.0)

    let row: ClockRow
    /// Steps to tell now, in order of time.
    let tells: [Step]
    let timer: TimerRow?

    init(
        _ clock: SLAClock,
        stored: ClockRow?,
        notices: [Notice],
        escalation: [EscalationStep],
        stamp: TargetsInForce.Stamp,
        now: Date
    ) {
        let row = ClockRow(clock, after: stored, stamp: stamp)
        let told = notices.filter { $0.clock == row.key }
        let steps = Step.steps(of: clock, escalation: escalation)
        self.row = row
        tells = Self.current(steps.filter { $0.isDue(now) }, clock).filter { !Self.isTold($0, told, row) }
        let ahead = steps.first { !$0.isDue(now) }.map { (name: $0.name, at: $0.at) }
        let next = ahead ?? Self.progressCheck(steps, told, now)
        timer = next.map {
            TimerRow(key: TimerKey(clock: row.key, step: $0.name), deadlineVersion: row.deadlineVersion, dueAt: $0.at)
        }
    }

    /// Without what has been overtaken: a warning says nothing once a later one, or the deadline, has passed.
    private static func current(_ due: [Step], _ clock: SLAClock) -> [Step] {
        let deadlineHasPassed = due.contains { $0.kind == .check }
        let lastWarning = due.last { if case .warning = $0.kind { true } else { false } }
        return due.filter { step in
            switch step.kind {
            case .warning: !deadlineHasPassed && step == lastWarning
            case .breach, .progress: true
            case .check: false
            }
        }
    }

    /// A step counts as told when it was told for this deadline, or for a former one that left its instant behind us.
    private static func isTold(_ step: Step, _ told: [Notice], _ row: ClockRow) -> Bool {
        told.contains { notice in
            notice.step == step.name
                && (notice.deadlineVersion == row.deadlineVersion || notice.toldAt.microseconds > step.at.microseconds)
        }
    }

    /// Nothing says that a report has left: the ledger must be asked.
    private static func progressCheck(_ steps: [Step], _ told: [Notice], _ now: Date) -> (name: String, at: Date)? {
        guard steps.contains(where: { $0.kind == .progress }) else { return nil }
        let isFresh = !told.contains { now.timeIntervalSince($0.toldAt) >= progressChecks.first }
        return ("check", now.addingTimeInterval(isFresh ? progressChecks.first : progressChecks.further))
    }
}
