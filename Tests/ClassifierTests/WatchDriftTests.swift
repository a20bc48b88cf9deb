import FoundationEssentials
import Harness
import Postgres
import Testing
import Triage

@testable import Classifier
@testable import WorkerKit

@Suite("Drift", .freshDatabase, .timeLimit(.minutes(1)))
struct WatchDriftTests {
    @Test("a week of other tickets shows, whatever people corrected since")
    func shows() async throws {
        let database = Database(PostgresConfiguration(url: TestDatabase.url, applicationName: "test"), links: 1)
        try await Self.store("billing", "en", daysAgo: 20, in: database)
        try await Self.store("policy", "en", daysAgo: 1, in: database)
        try await database.execute(
            """
            INSERT INTO triage_correction (id, ticket_id, message_id, category_was, category, language_was, language,
                confidence, rules_version, corrected_by, corrected_at)
            SELECT gen_random_uuid(), ticket_id, message_id, category, 'billing', language, language, confidence, '1', 'a',
                aftersail.now()
            FROM triage WHERE category = 'policy'
            """
        )
        try await database.execute("UPDATE triage SET category = 'billing', corrected_at = aftersail.now()")
        let metrics = Metrics()

        let sweep = WatchDrift(metrics)
        let next = try await Self.run(sweep, in: database)

        let text = metrics.rendered()
        #expect(text.contains("aftersail_triage_drift{of=\"category\"} 1\n"), "\(text)")
        #expect(text.contains("aftersail_triage_drift{of=\"language\"} 0\n"))
        #expect(next == 3_600)
        await database.close()
    }

    /// Runs it once; how many seconds later it wants to run again.
    private static func run(_ sweep: WatchDrift, in database: Database) async throws -> Int? {
        let (next, effects, now) = try await database.transaction { transaction in
            transaction.enqueue("SET LOCAL ROLE aftersail_classifier")
            let turn = Turn(transaction: transaction, now: try await transaction.instant())
            return (try await sweep.run(in: turn), turn.takeEffects(), turn.now)
        }
        for action in effects.afterCommit { action() }
        guard case .at(let instant?) = next else { return nil }
        return Int(instant.timeIntervalSince(now).rounded())
    }

    /// As many tickets as drift needs.
    private static func store(_ category: String, _ language: String, daysAgo: Int, in database: Database) async throws
    {
        try await database.execute("INSERT INTO customer (id) VALUES (md5($1)::uuid)", category)
        try await database.execute(
            """
            INSERT INTO ticket (id, number, customer_id, channel, account, external_id, machine, received_at, clock_start)
            SELECT md5($1 || n)::uuid, $1 || n, md5($1)::uuid, 'web', '', $1 || n, false, aftersail.now(), aftersail.now()
            FROM generate_series(1, $2) n
            """,
            category,
            Int32(Drift.least)
        )
        try await database.execute(
            """
            INSERT INTO triage (ticket_id, message_id, category, confidence, abstained, candidates, language,
                language_confidence, urgency, impact, priority, sentiment, safety, lane, rules_version, evidence,
                decided_by, classified_at)
            SELECT md5($1 || n)::uuid, md5($1 || n)::uuid, $1, 0.9, false, '[]', $3, 1, 'medium', 'one', 3, 'neutral', false,
                'normal', '1', '[]', 'rules', aftersail.now() - make_interval(days => $4)
            FROM generate_series(1, $2) n
            """,
            category,
            Int32(Drift.least),
            language,
            Int32(daysAgo)
        )
    }
}
