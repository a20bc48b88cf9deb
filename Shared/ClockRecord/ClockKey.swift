public import BusinessTime
public import Postgres

/// Which clock of a ticket.
public struct ClockKey: Hashable, Sendable, Comparable {
    /// What it measures, as the database names it.
    public let metric: String
    /// 1 for the first clock of its metric.
    public let cycle: Int

    /// The key of a clock of this metric and cycle.
    public init(metric: String, cycle: Int) {
        self.metric = metric
        self.cycle = cycle
    }

    /// The key under which a clock is stored.
    public init(_ clock: SLAClock) {
        self.init(metric: clock.metric.rawValue, cycle: clock.cycle)
    }

    /// The key in a row's columns `metric` and `cycle`.
    public init(_ row: Row) throws(PostgresError) {
        self.init(metric: try row("metric"), cycle: try row("cycle"))
    }

    /// In order of metric, then of cycle.
    public static func < (left: ClockKey, right: ClockKey) -> Bool {
        (left.metric, left.cycle) < (right.metric, right.cycle)
    }
}
