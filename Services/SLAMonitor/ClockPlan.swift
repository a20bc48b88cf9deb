import BusinessTime
import ClockRecord
import FoundationEssentials

/// What one clock asks for now: a reading to store, steps to tell, and when to look again.
struct ClockPlan: Sendable {
    let row: ClockRow
    /// Steps to tell now, in order of time.
    let tells: [Step]
    let timer: TimerRow?

    init(
        _ clock: SLAClock,
        of clocks: SLAClocks,
        stored: ClockRow?,
        notices: [Notice],
        stamp: TargetsInForce.Stamp,
        now: Date
    ) {
        let row = ClockRow(clock, after: stored, stamp: stamp)
        let told = notices.filter { $0.clock == row.key }
        let round = ProgressRound(clock, of: clocks, version: row.deadlineVersion, told: told)
        let steps = Step.steps(of: clock, escalation: clocks.rule.escalation) + [round.step].compactMap { $0 }
        self.row = row
        tells = Self.current(steps.filter { $0.isDue(now) }, clock).filter { !Self.isTold($0, told, row) }
        let ahead = steps.first { !$0.isDue(now) }.map { (name: $0.name, at: $0.at) }
        let check = round.check(now).map { (name: Step(kind: .check, at: $0).name, at: $0) }
        let next = [ahead, check].compactMap { $0 }.min { $0.at < $1.at }
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
}
