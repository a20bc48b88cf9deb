import FoundationEssentials
import Harness
import Postgres
import Proving
import Testing

/// The promise itself: whatever dies, nothing accepted is lost and nothing is done twice.
@Suite("Chaos", .serialized, .timeLimit(.minutes(12)))
struct ChaosTests {
    private static let count = 5_000

    @Test("kill -9 of every worker, of broker and database loses and doubles nothing")
    func killed() async throws {
        // A commit that was answered must survive the immediate stop below.
        let postgres = PrivatePostgres(settings: ["synchronous_commit=on"])
        let broker = PrivateRabbitMQ()
        let (databaseURL, brokerURL) = try await TestBroker.offPool {
            (try postgres.freshDatabase(), try broker.freshVirtualHost())
        }
        let pipeline = try await Pipeline.prepare(
            databaseURL: databaseURL,
            brokerURL: brokerURL,
            setup: try SampleSetup.folder()
        )
        try await pipeline.start()

        async let posted: Void = post(to: pipeline)
        for name in Pipeline.workers {
            try await progress(pipeline, name)
            pipeline.kill(name)
            try pipeline.spawn(name)
        }
        try await TestBroker.offPool {
            try broker.crash()
            try broker.start()
        }
        try await TestBroker.offPool { try postgres.restart() }
        try await posted

        try await settled(pipeline)
        try await verify(pipeline)
        let statuses = try await pipeline.stop()
        #expect(statuses.values.allSatisfy { $0 == 0 })
        // Only now does no timer send one more mail between the two records.
        try await verifyMails(pipeline)
    }

    private func post(to pipeline: Pipeline) async throws {
        for first in stride(from: 1, through: Self.count, by: 250) {
            try await pipeline.post(try Requests.make(250, from: first))
        }
    }

    /// Lets some work happen before the next fault.
    private func progress(_ pipeline: Pipeline, _ name: String) async throws {
        let before = await pipeline.number("SELECT count(*) AS n FROM ticket") ?? 0
        try await eventually("work before \(name) dies", within: .seconds(60)) {
            let now = await pipeline.number("SELECT count(*) AS n FROM ticket") ?? 0
            return now >= min(before + 200, Self.count)
        }
    }

    private func settled(_ pipeline: Pipeline) async throws {
        do {
            try await eventually("every ticket assigned and acknowledged", within: .seconds(300)) {
                let open = await pipeline.number(
                    """
                    SELECT count(*) AS n FROM ticket t
                    WHERE NOT EXISTS (SELECT FROM assignment a WHERE a.ticket_id = t.id AND a.ended_at IS NULL)
                       OR NOT EXISTS (SELECT FROM notification n WHERE n.ticket_id = t.id
                            AND n.template LIKE 'acknowledgement%' AND n.state IN ('sent', 'uncertain'))
                    """
                )
                let tickets = await pipeline.number("SELECT count(*) AS n FROM ticket")
                let unsent = await pipeline.number(
                    "SELECT count(*) AS n FROM notification WHERE state IN ('queued', 'sending', 'finalising')"
                )
                let unsaid = await pipeline.number(Self.outboxRows)
                guard (tickets, open, unsent, unsaid) == (Self.count, 0, 0, 0) else { return false }
                return try await pipeline.readyMessages().isEmpty
            }
        } catch {
            let state = await pipeline.number("SELECT count(*) AS n FROM ticket")
            Issue.record(
                "tickets: \(state ?? -1), queues: \((try? await pipeline.readyMessages()) ?? [:])\n\(pipeline.logs())"
            )
            throw error
        }
    }

    private func verify(_ pipeline: Pipeline) async throws {
        #expect(await pipeline.number("SELECT count(DISTINCT external_id) AS n FROM ticket") == Self.count)
        #expect(await pipeline.number("SELECT count(*) AS n FROM message") == Self.count)
        #expect(await pipeline.number("SELECT count(*) AS n FROM customer") == Self.count)
        #expect(await pipeline.number("SELECT count(*) AS n FROM triage") == Self.count)
        #expect(await pipeline.number("SELECT count(*) AS n FROM assignment") == Self.count)
        #expect(await pipeline.number("SELECT count(*) AS n FROM parked_message") == 0)
        #expect(await pipeline.number("SELECT count(*) AS n FROM quarantine") == 0)
        #expect(
            await pipeline.number(
                """
                SELECT count(*) AS n FROM agent_load l
                WHERE l.load <> (SELECT COALESCE(sum(a.weight), 0) FROM assignment a
                                 WHERE a.agent_id = l.agent_id AND a.ended_at IS NULL)
                """
            ) == 0
        )
        #expect(
            await pipeline.number(
                """
                SELECT count(*) AS n FROM
                    (SELECT ticket_id, kind FROM ticket_event WHERE kind IN ('opened', 'classified', 'assigned', 'acknowledged')
                     GROUP BY ticket_id, kind HAVING count(*) > 1) doubled
                """
            ) == 0
        )
        try await eventually("the ledger is sealed", within: .seconds(60)) {
            let left = await pipeline.number(
                "SELECT (SELECT count(*) FROM ticket_event) - (SELECT COALESCE(max(position) + 1, 0) FROM ticket_event_seal) AS n"
            )
            return left == 0
        }
        #expect(await pipeline.number("SELECT COALESCE(aftersail.first_broken_seal(), -1) AS n") == -1)
    }

    /// Every mail that counts as sent arrived once; one that counts as uncertain arrived at most once.
    private func verifyMails(_ pipeline: Pipeline) async throws {
        let arrived = try #require(pipeline.sink).messageIDs()
        #expect(Set(arrived).count == arrived.count)
        let rows = try await pipeline.database.rows("SELECT mail_id, state FROM notification WHERE mail_id IS NOT NULL")
        var sent: Set<String> = []
        var uncertain: Set<String> = []
        for row in rows {
            let state: String = try row("state")
            if state == "sent" { sent.insert(try row("mail_id")) }
            if state == "uncertain" { uncertain.insert(try row("mail_id")) }
        }
        #expect(sent.isSubset(of: Set(arrived)))
        #expect(Set(arrived).isSubset(of: sent.union(uncertain)))
    }

    private static let outboxRows = """
        SELECT (SELECT count(*) FROM outbox_intake) + (SELECT count(*) FROM outbox_classifier)
            + (SELECT count(*) FROM outbox_dispatcher) + (SELECT count(*) FROM outbox_sla_monitor)
            + (SELECT count(*) FROM outbox_notifier) + (SELECT count(*) FROM outbox_survey) AS n
        """
}
