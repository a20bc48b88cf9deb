public import FoundationEssentials

/// One clock of a ticket, as it stands.
public struct SLAClock: Hashable, Sendable, Codable {
    /// What became of a clock; exactly one holds.
    public enum State: String, Codable, CaseIterable, Hashable, Sendable {
        /// Counts, and is not over its deadline.
        case running
        /// Does not count for now.
        case paused
        /// Stopped in time.
        case met
        /// Over its deadline, whether it still counts or not.
        case breached
        /// Ended in time without what it was for, such as a ticket closed without an answer.
        case cancelled
    }

    /// A share of the budget and the instant at which it is used up.
    public struct Warning: Hashable, Sendable, Codable {
        /// Percent of the budget, 1…99.
        public let share: Int
        /// When that share is used up.
        public let at: Date
    }

    /// What is measured.
    public let metric: SLAMetric
    /// 1 for the first clock of its metric; next response and progress begin a new one each time.
    public let cycle: Int
    /// The team that has or had the ticket; only a department's clock has one.
    public let team: String?
    /// When it began.
    public let startedAt: Date
    /// The last instant that is in time; nil while a pause without end stands before it.
    public let dueAt: Date?
    /// Whether it stands still.
    public let isPaused: Bool
    /// When it ended.
    public let stoppedAt: Date?
    /// What became of it.
    public let state: State
    /// The warnings whose instants are known, in order; those after ``stoppedAt`` are left out.
    public let warnings: [Warning]

    /// When a report must be asked for, so that it has left by ``dueAt``; nil for other clocks than progress.
    ///
    /// A quarter of an hour before, or a twentieth of a budget shorter than five hours.
    public let askAt: Date?

    /// Whether the deadline passed before the clock ended, or before now; a deadline just reached is met.
    public var isBreached: Bool { state == .breached }

    /// Differs exactly when ``dueAt`` differs: the deadline in microseconds since 1970, 0 for none.
    ///
    /// A pause that moves nothing gives back the former version, so that nothing is announced twice.
    public var deadlineVersion: Int64 { dueAt.map { Int64(Microseconds($0).value) } ?? 0 }
}
