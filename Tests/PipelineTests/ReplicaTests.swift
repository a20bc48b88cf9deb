import FoundationEssentials
import Harness
import Postgres
import Proving
import Testing

@Suite("Three replicas of everything", .freshDatabase, .freshBroker, .serialized, .timeLimit(.minutes(8)))
struct ReplicaTests {
    private static let count = 600

    @Test("assign nobody twice, overbook nobody and warn once")
    func together() async throws {
        let pipeline = try await Pipeline.prepare(
            databaseURL: TestDatabase.url,
            brokerURL: TestBroker.url,
            setup: try SampleSetup.folder(agents: 10, capacity: 50)
        )
        try await pipeline.start(replicas: 3)

        try await pipeline.post(try Requests.make(Self.count))
        try await eventually("500 assigned, the rest waiting", within: .seconds(180)) {
            let assigned = await pipeline.number("SELECT count(*) AS n FROM assignment WHERE ended_at IS NULL")
            let waiting = await pipeline.number("SELECT count(*) AS n FROM waiting_ticket")
            return (assigned, waiting) == (500, Self.count - 500)
        }
        try await pipeline.database.execute(
            "UPDATE aftersail.clock SET virtual_anchor = virtual_anchor + interval '13 hours'"
        )
        try await eventually("every resolution clock warned or breached", within: .seconds(120)) {
            let silent = await pipeline.number(
                """
                SELECT count(*) AS n FROM ticket t
                WHERE NOT EXISTS (SELECT FROM sla_notice s WHERE s.ticket_id = t.id AND s.metric = 'resolution')
                """
            )
            return silent == 0
        }

        #expect(await pipeline.number(Self.doubled("assignment WHERE ended_at IS NULL", by: "ticket_id")) == 0)
        #expect(
            await pipeline.number(
                "SELECT count(*) AS n FROM agent_load l JOIN agent a ON a.id = l.agent_id WHERE l.load > a.capacity"
            ) == 0
        )
        #expect(await pipeline.number(Self.doubled("notification", by: "reason")) == 0)
        #expect(
            await pipeline.number(
                """
                SELECT count(*) AS n FROM
                    (SELECT ticket_id, kind, data FROM ticket_event WHERE kind IN ('sla_warned', 'sla_breached')
                     GROUP BY ticket_id, kind, data HAVING count(*) > 1) doubled
                """
            ) == 0
        )
        #expect(await pipeline.number("SELECT count(*) AS n FROM parked_message") == 0)
        let statuses = try await pipeline.stop()
        #expect(statuses.count == 18)
        #expect(statuses.values.allSatisfy { $0 == 0 })
    }

    private static func doubled(_ table: String, by column: String) -> String {
        """
        SELECT count(*) AS n FROM
            (SELECT \(column) FROM \(table) GROUP BY \(column) HAVING count(*) > 1) doubled
        """
    }
}
