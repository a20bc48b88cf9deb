import WorkerKit

/// The worker's own figures.
struct DispatchTally: Sendable {
    private let metrics: Metrics

    init(_ metrics: Metrics) {
        self.metrics = metrics
        metrics.declare("aftersail_dispatcher_assigned_total", .counter, "Tickets given to an agent.")
        metrics.declare("aftersail_dispatcher_held_total", .counter, "Times that nobody could take a ticket.")
    }

    /// Counts once the turn has committed.
    func count(assigned: Int, held: Int, in turn: Turn) {
        turn.afterCommit { [metrics] in
            metrics.add("aftersail_dispatcher_assigned_total", Double(assigned))
            metrics.add("aftersail_dispatcher_held_total", Double(held))
        }
    }
}
