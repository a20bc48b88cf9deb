import FoundationEssentials

/// The figures that every worker has.
struct WorkerMetrics: Sendable {
    let registry: Metrics

    init(_ registry: Metrics) {
        self.registry = registry
        registry.declare("aftersail_messages_settled_total", .counter, "Messages acknowledged after their commit.")
        registry.declare(
            "aftersail_messages_retried_total",
            .counter,
            "Messages sent round through a wait queue after a failure."
        )
        registry.declare("aftersail_messages_parked_total", .counter, "Messages set aside for a person.")
        registry.declare("aftersail_published_total", .counter, "Messages confirmed by the broker.")
        registry.declare(
            "aftersail_publish_again_total",
            .counter,
            "Publishes that were nacked, returned or unanswered."
        )
        registry.declare("aftersail_turns_total", .counter, "Turns run, whether they committed or not.")
        registry.declare("aftersail_turn_messages_total", .counter, "Messages in those turns.")
        registry.declare("aftersail_turn_seconds", .histogram, "Time of a turn from its first statement to its commit.")
        registry.declare("aftersail_consuming_paused", .gauge, "1 while the database is away and nothing is consumed.")
        registry.set("aftersail_consuming_paused", 0)
        registry.declare("aftersail_ready", .gauge, "1 while /readyz answers 200.")
        registry.declare("process_start_time_seconds", .gauge, "When the process began, in seconds since 1970.")
    }

    func started(at instant: Date) { registry.set("process_start_time_seconds", instant.timeIntervalSince1970) }

    func settled(_ count: Int) { registry.add("aftersail_messages_settled_total", Double(count)) }
    func retried(_ count: Int) { registry.add("aftersail_messages_retried_total", Double(count)) }
    func parked(_ count: Int) { registry.add("aftersail_messages_parked_total", Double(count)) }
    func paused(_ paused: Bool) { registry.set("aftersail_consuming_paused", paused ? 1 : 0) }

    func published(_ count: Int, again: Int) {
        registry.add("aftersail_published_total", Double(count))
        if again > 0 { registry.add("aftersail_publish_again_total", Double(again)) }
    }

    func timeTurn(of messages: Int, _ work: () async throws -> Void) async throws {
        let start = ContinuousClock.now
        defer {
            registry.add("aftersail_turns_total")
            registry.add("aftersail_turn_messages_total", Double(messages))
            registry.observe("aftersail_turn_seconds", start.duration(to: .now))
        }
        try await work()
    }
}
