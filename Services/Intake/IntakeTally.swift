import WorkerKit

/// The worker's own figures.
struct IntakeTally: Sendable {
    private let metrics: Metrics

    init(_ metrics: Metrics) {
        self.metrics = metrics
        metrics.declare("aftersail_intake_accepted_total", .counter, "Customers' messages stored on a ticket.")
        metrics.declare("aftersail_intake_duplicate_total", .counter, "Customers' messages that were stored before.")
        metrics.declare("aftersail_intake_refused_total", .counter, "Customers' messages put into quarantine.")
        metrics.declare("aftersail_intake_held_total", .counter, "Replies held because their original is not here yet.")
    }

    /// Counts once the turn has committed.
    func count(_ outcome: IntakeOutcome, in turn: Turn) {
        turn.afterCommit { [metrics] in
            metrics.add("aftersail_intake_accepted_total", Double(outcome.accepted))
            metrics.add("aftersail_intake_duplicate_total", Double(outcome.duplicate))
            metrics.add("aftersail_intake_refused_total", Double(outcome.refused))
            metrics.add("aftersail_intake_held_total", Double(outcome.held))
        }
    }
}

/// What became of a batch.
struct IntakeOutcome: Sendable, Equatable {
    var accepted = 0
    var duplicate = 0
    var refused = 0
    var held = 0
}
