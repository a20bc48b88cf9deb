import FoundationEssentials
import Harness
import Postgres
import Proving
import Testing

@Suite("Retention", .serialized, .timeLimit(.minutes(4)))
struct RetentionTests {
    private static let count = 1_200
    private static let days = 500

    @Test("what is old goes, what is open or promised stays", .freshDatabase, .freshBroker)
    func goes() async throws {
        let pipeline = try await Pipeline.prepare(
            databaseURL: TestDatabase.url,
            brokerURL: TestBroker.url,
            setup: try SampleSetup.folder()
        )
        let requests = try Requests.make(5)
        try await pipeline.start(only: ["intake"])
        try await pipeline.post(requests)
        try await eventually("five tickets") { await pipeline.number("SELECT count(*) AS n FROM ticket") == 5 }
        _ = try await pipeline.stop()
        for statement in Self.rows { try await pipeline.database.execute(statement) }
        let young = try due(pipeline)
        try await pipeline.database.execute(
            "UPDATE clock SET virtual_anchor = virtual_anchor + make_interval(days => $1)",
            Int32(Self.days)
        )
        let old = try due(pipeline)

        try await pipeline.start(replicas: 2, only: ["intake", "sla-monitor", "notifier", "survey"])

        try await eventually("nothing old is left", within: .seconds(60)) {
            try due(pipeline).values.allSatisfy { $0 == 0 }
        }
        #expect(young.values.allSatisfy { $0 == 0 }, "\(young)")
        #expect(old["processes"] == 1)
        #expect(
            old.filter { $0.key != "processes" } == [
                "quarantine": Self.count, "parked": Self.count, "mail-texts": Self.count, "suppressions": 1,
                "mail-budgets": 1, "surveys": Self.count,
            ]
        )
        for (kept, count) in Self.kept { #expect(await pipeline.number(kept) == count, "\(kept)") }

        // Whatever goes, the same message never makes a second ticket.
        try await pipeline.post(requests)
        try await eventually("the requests are taken") { try await pipeline.readyMessages()["intake.requests"] == nil }
        _ = try await pipeline.stop()
        #expect(await pipeline.number("SELECT count(*) AS n FROM ticket") == 5)
        #expect(await pipeline.number("SELECT count(*) AS n FROM message") == 5)
    }

    /// By rule, how much would go now.
    private func due(_ pipeline: Pipeline) throws -> [String: Int] {
        let shown = try pipeline.command(["retention", "--json"])
        guard shown.status == 0 else { throw CommandFailed(output: shown.output) }
        let rows = try JSONDecoder().decode([Row].self, from: Data(shown.output.utf8))
        return Dictionary(rows.compactMap { row in row.due.map { (row.what, $0) } }) { first, _ in first }
    }

    private struct Row: Decodable {
        let what: String
        /// Files of the mail store have none.
        let due: Int?
    }

    /// More than two pages of what goes, and one of each that must stay.
    private static let rows = [
        """
        INSERT INTO quarantine (id, fingerprint, errors, headers, body_size, body_sha256, state, settled_at)
        SELECT gen_random_uuid(), int4send(n), '[]', '{}', 0, '', CASE n WHEN 0 THEN 'waiting' ELSE 'dropped' END,
            CASE n WHEN 0 THEN NULL ELSE aftersail.now() END
        FROM generate_series(0, \(count)) AS n
        """,
        """
        INSERT INTO parked_message (id, worker, queue, reason, attempts, exchange, routing_key, headers, body_size,
            body_sha256, state, settled_at)
        SELECT gen_random_uuid(), 'survey', 'survey.events', 'r', 1, '', '', '{}', 0, '',
            CASE n WHEN 0 THEN 'parked' ELSE 'replayed' END, CASE n WHEN 0 THEN NULL ELSE aftersail.now() END
        FROM generate_series(0, \(count)) AS n
        """,
        """
        INSERT INTO notification (id, ticket_id, reason, template, audience, automatic, channel, language, subject, body,
            state)
        SELECT (left(first_uuid_at(aftersail.now())::text, 24) || lpad(to_hex(n), 12, '0'))::uuid, t.id, 'r' || n,
            'closed', 'customer', true, 'email', 'en', 's', 'words', CASE n WHEN 0 THEN 'uncertain' ELSE 'sent' END
        FROM generate_series(0, \(count)) AS n, (SELECT id FROM ticket ORDER BY id LIMIT 1) t
        """,
        """
        INSERT INTO suppression (address, reason, until)
        VALUES ('a@mail.example', 'r', aftersail.now()), ('b@mail.example', 'r', aftersail.now() + interval '9 years')
        """,
        """
        INSERT INTO mail_budget (scope, name, window_at, used)
        VALUES ('overall', '', aftersail.now(), 1), ('overall', '', aftersail.now() + interval '9 years', 1)
        """,
        """
        INSERT INTO survey (id, ticket_id, cycle, customer_id, state, due_at, expires_at)
        SELECT gen_random_uuid(), t.id, n + 1, t.customer_id, CASE n WHEN 0 THEN 'answered' ELSE 'expired' END,
            aftersail.now(), aftersail.now()
        FROM generate_series(0, \(count)) AS n, (SELECT id, customer_id FROM ticket ORDER BY id LIMIT 1) t
        """,
    ]

    private static let kept = [
        "SELECT count(*) AS n FROM quarantine WHERE state = 'waiting'": 1,
        "SELECT count(*) AS n FROM quarantine": 1,
        "SELECT count(*) AS n FROM parked_message WHERE state = 'parked' AND worker = 'survey'": 1,
        "SELECT count(*) AS n FROM notification WHERE reason LIKE 'r%'": count + 1,
        "SELECT count(*) AS n FROM notification WHERE body = 'words'": 1,
        "SELECT count(*) AS n FROM suppression": 1,
        "SELECT count(*) AS n FROM mail_budget WHERE window_at > aftersail.now() + interval '1 year'": 1,
        "SELECT count(*) AS n FROM survey": 1,
        "SELECT count(*) AS n FROM intake_receipt": 5,
        "SELECT count(*) AS n FROM ticket_event WHERE kind = 'opened'": 5,
        """
        SELECT count(DISTINCT p.epoch) AS n FROM process p
        JOIN pg_locks l ON l.classid = 7007 AND l.objid = p.epoch::oid AND l.granted AND p.worker <> 'operator'
        """: 8,
    ]
}
