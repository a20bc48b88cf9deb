import Proving

/// Waits until nothing is on its way any more, with the product's clock at the machine's pace.
struct Rest: Sendable {
    let office: Office

    /// What is still on its way at the limit, one line a place.
    func left(within limit: Duration) async throws -> [String] {
        let deadline = ContinuousClock.now + limit
        while true {
            let left = try await left()
            guard !left.isEmpty, ContinuousClock.now < deadline else { return left }
            try await pass(.milliseconds(500))
        }
    }

    private func left() async throws -> [String] {
        var left: [String] = []
        for (name, sql) in Self.places {
            guard let count = await office.pipeline.number(sql) else { return ["the database does not answer"] }
            if count > 0 { left.append("\(count) \(name)") }
        }
        return left.isEmpty ? try await office.depths() : left
    }

    private static let outboxes = [
        "intake", "classifier", "dispatcher", "sla_monitor", "notifier", "survey", "desk", "operator",
    ].map { "(SELECT count(*) FROM outbox_\($0))" }.joined(separator: " + ")

    private static let places = [
        ("rows in outboxes", "SELECT \(outboxes) AS n"),
        ("mails under way", "SELECT count(*) AS n FROM mail_queue"),
        ("started and not settled", "SELECT count(*) AS n FROM attempt"),
        ("timers overdue", "SELECT count(*) AS n FROM timer WHERE due_at < aftersail.now() - interval '2 seconds'"),
        (
            "surveys overdue",
            "SELECT count(*) AS n FROM survey WHERE state = 'planned' AND due_at < aftersail.now() - interval '2 seconds'"
        ),
        ("mails uncertain", "SELECT count(*) AS n FROM notification WHERE state = 'uncertain'"),
        (
            "events not sealed",
            "SELECT (SELECT count(*) FROM ticket_event) - (SELECT COALESCE(max(position) + 1, 0) FROM ticket_event_seal) AS n"
        ),
    ]
}
