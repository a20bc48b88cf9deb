import Proving

/// Waits until nothing is on its way any more.
struct Drain: Sendable {
    let scene: Scene

    /// What is still on its way, one line a place; empty when the system is at rest.
    func left() async throws -> [String] {
        var left: [String] = []
        for (name, sql) in Self.places {
            guard let count = await scene.pipeline.number(sql) else { return ["the database does not answer"] }
            if count > 0 { left.append("\(count) \(name)") }
        }
        return left + (try await depths())
    }

    private func depths() async throws -> [String] {
        try await scene.depths().map { depth in
            "\(depth.ready) ready and \(depth.unacknowledged) unacknowledged in \(depth.queue)"
        }
    }

    /// Waits, and says every ten seconds what for; gives what is left at the limit.
    func run(within limit: Duration) async throws -> [String] {
        let deadline = ContinuousClock.now + limit
        var told = ContinuousClock.now
        while true {
            let left = try await left()
            guard !left.isEmpty, ContinuousClock.now < deadline else { return left }
            if told.duration(to: .now) > .seconds(15) {
                Console.say("  draining: \(left.joined(separator: ", "))")
                told = .now
            }
            try await scene.crew.look()
            try await pass(.milliseconds(500))
        }
    }

    private static let outboxes = [
        "intake", "classifier", "dispatcher", "sla_monitor", "notifier", "survey", "desk", "operator",
    ].map { "(SELECT count(*) FROM outbox_\($0))" }.joined(separator: " + ")

    /// Where something can be on its way, cheapest question first.
    private static let places = [
        ("rows in outboxes", "SELECT \(outboxes) AS n"),
        (
            "notifications not sent",
            "SELECT count(*) AS n FROM notification WHERE state IN ('queued', 'sending', 'finalising')"
        ),
        (
            "of them later, after a failed try",
            "SELECT count(*) AS n FROM notification WHERE state = 'queued' AND next_attempt_at > now()"
        ),
        ("started and not settled", "SELECT count(*) AS n FROM attempt"),
        ("surveys not asked", "SELECT count(*) AS n FROM survey WHERE state = 'planned'"),
        ("tickets waiting for an agent", "SELECT count(*) AS n FROM waiting_ticket"),
        (
            "events not sealed",
            "SELECT (SELECT count(*) FROM ticket_event) - (SELECT count(*) FROM ticket_event_seal) AS n"
        ),
    ]
}
