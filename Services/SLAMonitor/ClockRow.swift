import BusinessTime
import FoundationEssentials

/// One clock as it is stored.
struct ClockRow: Sendable {
    /// A progress report is asked for when the silence has lasted its time, and takes a moment to leave: within these
    /// seconds it is in time.
    static let progressGrace = 15 * 60.0

    let key: ClockKey
    let state: SLAClock.State
    let startedAt: Date
    let dueAt: Date?
    let stoppedAt: Date?
    /// Counts the deadlines that the clock has had, from 1; 0 before the first.
    let deadlineVersion: Int
    let policyVersion: String
    let calendarVersion: String

    /// The reading of a clock after the one stored before.
    init(_ clock: SLAClock, after stored: ClockRow?, stamp: TargetsInForce.Stamp) {
        key = ClockKey(clock)
        state = Self.state(of: clock)
        startedAt = clock.startedAt
        dueAt = clock.dueAt
        stoppedAt = clock.stoppedAt
        let isNewDeadline = clock.dueAt != nil && clock.dueAt?.microseconds != stored?.dueAt?.microseconds
        deadlineVersion = (stored?.deadlineVersion ?? 0) + (isNewDeadline ? 1 : 0)
        policyVersion = stamp.policy
        calendarVersion = stamp.calendar
    }

    /// A row of the database, or an end that no ledger knows.
    init(
        key: ClockKey,
        state: SLAClock.State,
        startedAt: Date,
        dueAt: Date?,
        stoppedAt: Date?,
        deadlineVersion: Int,
        policyVersion: String,
        calendarVersion: String
    ) {
        self.key = key
        self.state = state
        self.startedAt = startedAt
        self.dueAt = dueAt
        self.stoppedAt = stoppedAt
        self.deadlineVersion = deadlineVersion
        self.policyVersion = policyVersion
        self.calendarVersion = calendarVersion
    }

    /// This clock ended because the policy in force no longer has a target for it.
    func cancelled(at instant: Date) -> ClockRow {
        ClockRow(
            key: key,
            state: .cancelled,
            startedAt: startedAt,
            dueAt: dueAt,
            stoppedAt: instant,
            deadlineVersion: deadlineVersion,
            policyVersion: policyVersion,
            calendarVersion: calendarVersion
        )
    }

    /// Whether the database must learn of it; a clock that ended keeps the targets it ended by, and so its verdict.
    func differs(from stored: ClockRow) -> Bool {
        let isSameStamp = policyVersion == stored.policyVersion && calendarVersion == stored.calendarVersion
        let hasEnded = stoppedAt != nil && stoppedAt?.microseconds == stored.stoppedAt?.microseconds
        if hasEnded && !isSameStamp { return false }
        let isSame =
            state == stored.state && startedAt.microseconds == stored.startedAt.microseconds
            && dueAt?.microseconds == stored.dueAt?.microseconds
            && stoppedAt?.microseconds == stored.stoppedAt?.microseconds
        return !isSame || (stoppedAt == nil && !isSameStamp)
    }

    private static func state(of clock: SLAClock) -> SLAClock.State {
        guard clock.metric == .progress, clock.state == .breached, let due = clock.dueAt else { return clock.state }
        guard let stopped = clock.stoppedAt else { return clock.isPaused ? .paused : .running }
        return stopped.timeIntervalSince(due) <= progressGrace ? .met : .breached
    }
}

extension ClockKey {
    init(_ clock: SLAClock) {
        self.init(metric: clock.metric.rawValue, cycle: clock.cycle)
    }
}
