/// How the deadlines of a ticket came about: what they were counted by, and every stretch of each clock.
///
/// Holds no customer data. Equal facts give equal explanations. It costs far more than the clocks themselves: ask for it
/// when somebody wants to read it.
public struct SLAExplanation: Codable, Hashable, Sendable {
    /// What all clocks here were counted by.
    public var basis: Basis
    /// Every clock, in order of metric and cycle.
    public var clocks: [Clock]

    /// Policy, rule and calendar.
    public struct Basis: Codable, Hashable, Sendable {
        /// The policy's name.
        public let policy: String
        /// The rule that matched.
        public let rule: String
        /// Its place among the policy's rules, from 1; nil when none matched and the built-in last one counts.
        public let place: Int?
        /// Its conditions, all of which hold; none when it takes everything.
        public let conditions: [SLACondition]
        /// The rules before it, each with the first condition that does not hold.
        public let passedOver: [PassedOver]
        /// Name of the calendar that counts business minutes.
        public let calendar: String
        /// The calendar's IANA zone, in which all local times are told.
        public let zone: String
    }

    /// A rule that did not match.
    public struct PassedOver: Codable, Hashable, Sendable {
        /// Its name.
        public let rule: String
        /// Why not.
        public let because: SLACondition
    }

    /// One clock.
    public struct Clock: Codable, Hashable, Sendable {
        /// What is measured.
        public let metric: SLAMetric
        /// 1 for the first clock of its metric.
        public let cycle: Int
        /// The team whose clock it is; only a department's has one.
        public let team: String?
        /// How long it may take.
        public let target: SLATarget
        /// When it began.
        public let started: LocalMoment
        /// What it began with.
        public let startedBy: String
        /// Stretches in order of time.
        public let entries: [Entry]
        /// Counted seconds up to its end, or to now.
        public let usedSeconds: Double
        /// Warnings whose instants are known.
        public let warnings: [Warning]
        /// The last instant that is in time; nil while a pause without end stands before it.
        public let due: LocalMoment?
        /// When it ended.
        public let stopped: LocalMoment?
        /// What it ended with.
        public let stoppedBy: String?
        /// Whether it stands still.
        public let isPaused: Bool
        /// What became of it.
        public var state: SLAClock.State
    }

    /// A warning and its instant.
    public struct Warning: Codable, Hashable, Sendable {
        /// Percent of the budget.
        public let share: Int
        /// When that share is used up.
        public let moment: LocalMoment
    }

    /// One stretch of a clock's time.
    public struct Entry: Codable, Hashable, Sendable {
        /// What the stretch is.
        public enum Kind: String, Codable, CaseIterable, Hashable, Sendable {
            /// Its seconds count.
            case counted
            /// The clock stands still; its seconds are the open time that is given back.
            case paused
            /// Whole local dates without hours.
            case closed
            /// The clocks on the wall are moved.
            case shifted
        }

        /// What the stretch is.
        public let kind: Kind
        /// Its first instant.
        public let from: LocalMoment
        /// The instant after it; nil for a pause that lasts.
        public let to: LocalMoment?
        /// Counted, or given back.
        public let seconds: Double
        /// Counted so far, this stretch included.
        public let totalSeconds: Double
        /// Why; nil where hours are the usual ones.
        public let reason: String?
    }
}
