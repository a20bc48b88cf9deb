import Proving

/// Waits until nothing is on its way any more.
struct Drain: Sendable {
    /// What is on its way at one place.
    private struct Rest {
        let place: String
        let text: String
    }

    let scene: Scene
    /// Whether each place only has to be seen empty once: tickets of a long run come due all the time, and so it never rests.
    var inTurn = false

    private func left() async throws -> [Rest] {
        var left: [Rest] = []
        for (name, sql) in Self.places + [inTurn ? Self.unsealedForLong : Self.unsealed] {
            guard let count = await scene.pipeline.number(sql) else {
                return [Rest(place: "", text: "the database does not answer")]
            }
            if count > 0 { left.append(Rest(place: name, text: "\(count) \(name)")) }
        }
        return left + (try await depths())
    }

    private func depths() async throws -> [Rest] {
        try await scene.depths().map { depth in
            let text = "\(depth.ready) ready and \(depth.unacknowledged) unacknowledged in \(depth.queue)"
            return Rest(place: depth.queue, text: text)
        }
    }

    /// Waits, and says every ten seconds what for; gives what is left at the limit.
    func run(within limit: Duration) async throws -> [String] {
        let deadline = ContinuousClock.now + limit
        var told = ContinuousClock.now
        var neverEmpty: Set<String>?
        while true {
            var left = try await left()
            if inTurn {
                neverEmpty = (neverEmpty ?? Set(left.map(\.place))).intersection(left.map(\.place))
                left.removeAll { !(neverEmpty?.contains($0.place) ?? true) }
            }
            guard !left.isEmpty, ContinuousClock.now < deadline else { return left.map(\.text) }
            if told.duration(to: .now) > .seconds(15) {
                Console.say("  draining: \(left.map(\.text).joined(separator: ", "))")
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
    ]

    private static let unsealed = (
        "events not sealed",
        "SELECT (SELECT count(*) FROM ticket_event) - (SELECT COALESCE(max(position) + 1, 0) FROM ticket_event_seal) AS n"
    )

    private static let unsealedForLong = (
        "events not sealed for 20 s",
        """
        SELECT count(*) AS n FROM ticket_event e
        WHERE recorded_at < now() - interval '20 s' AND recorded_at > now() - interval '15 min'
            AND NOT EXISTS (SELECT FROM ticket_event_seal s WHERE (s.xact, s.event_id) >= (e.xact, e.id))
        """
    )
}
