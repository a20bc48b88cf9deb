public import BusinessTime
public import FoundationEssentials
import Postgres

/// One clock as it is stored.
public struct ClockRow: Sendable {
    /// Which clock of its ticket.
    public let key: ClockKey
    /// What became of it.
    public let state: SLAClock.State
    /// When it began.
    public let startedAt: Date
    /// The last instant that is in time; nil while paused, or when the calendar never opens.
    public let dueAt: Date?
    /// When it ended.
    public let stoppedAt: Date?
    /// Counts the deadlines that the clock has had, from 1; 0 before the first.
    public let deadlineVersion: Int
    /// What it was counted by.
    public let stamp: ClockStamp

    /// The reading of a clock after the one stored before.
    public init(_ clock: SLAClock, after stored: ClockRow?, stamp: ClockStamp) {
        key = ClockKey(clock)
        state = Self.state(of: clock)
        startedAt = clock.startedAt
        dueAt = clock.dueAt
        stoppedAt = clock.stoppedAt
        let isNewDeadline = clock.dueAt != nil && clock.dueAt?.microseconds != stored?.dueAt?.microseconds
        deadlineVersion = (stored?.deadlineVersion ?? 0) + (isNewDeadline ? 1 : 0)
        self.stamp = stamp
    }

    /// A row of the database, or an end that no ledger knows.
    public init(
        key: ClockKey,
        state: SLAClock.State,
        startedAt: Date,
        dueAt: Date?,
        stoppedAt: Date?,
        deadlineVersion: Int,
        stamp: ClockStamp
    ) {
        self.key = key
        self.state = state
        self.startedAt = startedAt
        self.dueAt = dueAt
        self.stoppedAt = stoppedAt
        self.deadlineVersion = deadlineVersion
        self.stamp = stamp
    }

    /// This clock ended because the policy in force no longer has a target for it; what was missed stays missed.
    public func dropped(at instant: Date) -> ClockRow {
        let isMissed = state == .breached || state == .running && dueAt.map { $0 < instant } ?? false
        return ClockRow(
            key: key,
            state: isMissed ? .breached : .cancelled,
            startedAt: startedAt,
            dueAt: dueAt,
            stoppedAt: instant,
            deadlineVersion: deadlineVersion,
            stamp: stamp
        )
    }

    /// Whether both are the same clock in the same state, whatever they were counted by.
    public func agrees(with other: ClockRow) -> Bool {
        state == other.state && startedAt.microseconds == other.startedAt.microseconds
            && dueAt?.microseconds == other.dueAt?.microseconds
            && stoppedAt?.microseconds == other.stoppedAt?.microseconds
    }

    /// Whether the database must learn of it; an ended clock keeps the deadline and the versions that it ended by.
    public func differs(from stored: ClockRow) -> Bool {
        if stamp == stored.stamp { return !agrees(with: stored) }
        return stoppedAt == nil || stoppedAt?.microseconds != stored.stoppedAt?.microseconds
    }

    private static func state(of clock: SLAClock) -> SLAClock.State {
        // A silence that lasts too long is still one that must end: it is asked about until then.
        guard clock.metric == .progress, clock.state == .breached, clock.stoppedAt == nil else { return clock.state }
        return clock.isPaused ? .paused : .running
    }
}

extension ClockRow {
    init(_ row: Row) throws(PostgresError) {
        let state: String = try row("state")
        guard let state = SLAClock.State(rawValue: state) else {
            throw .decoding(column: "state", expected: "a state of SLAClock")
        }
        self.init(
            key: try ClockKey(row),
            state: state,
            startedAt: try row("started_at"),
            dueAt: try row("due_at"),
            stoppedAt: try row("stopped_at"),
            deadlineVersion: try row("deadline_version"),
            stamp: ClockStamp(policy: try row("policy_version"), calendar: try row("calendar_version"))
        )
    }
}
