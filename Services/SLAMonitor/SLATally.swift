import BusinessTime
import WorkerKit

/// The worker's own figures.
struct SLATally: Sendable {
    /// Read from the database, so every replica shows the same.
    static let gauges = WatchedGauges([
        WatchedGauges.Gauge(
            "aftersail_silent_tickets",
            "Tickets whose customer has heard nothing for longer than the policy allows; see the view silent_ticket.",
            "(SELECT count(*) FROM silent_ticket)"
        ),
        .seconds(
            "aftersail_timers_overdue_seconds",
            "How long the oldest timer that nobody has taken is overdue.",
            since: "SELECT min(due_at) FROM timer"
        ),
        .seconds(
            "aftersail_ledger_unsealed_seconds",
            "Age of the oldest line of the ledger that is not sealed.",
            since: """
                SELECT e.recorded_at
                FROM ticket_event e
                WHERE (e.xact, e.id) > (
                    COALESCE((SELECT xact FROM ticket_event_seal ORDER BY position DESC LIMIT 1), '0'),
                    COALESCE(
                        (SELECT event_id FROM ticket_event_seal ORDER BY position DESC LIMIT 1),
                        '00000000-0000-0000-0000-000000000000'
                    )
                )
                ORDER BY e.xact, e.id
                LIMIT 1
                """
        ),
    ])

    private let metrics: Metrics

    init(_ metrics: Metrics) {
        self.metrics = metrics
        metrics.declare(
            "aftersail_sla_breaches_total",
            .counter,
            "Deadlines that passed, by clock; further levels of the escalation are not counted.",
            labels: SLAMetric.allCases.filter { $0 != .progress }.map { [("metric", $0.rawValue)] }
        )
        metrics.declare("aftersail_sla_promised_total", .counter, "Tickets whose first clocks and promise are told.")
    }

    /// Counts once the turn has committed.
    func promised(in turn: Turn) {
        turn.afterCommit { [metrics] in metrics.add("aftersail_sla_promised_total") }
    }

    /// Counts once the turn has committed.
    func breached(_ metric: String, in turn: Turn) {
        turn.afterCommit { [metrics] in metrics.add("aftersail_sla_breaches_total", 1, [("metric", metric)]) }
    }
}
