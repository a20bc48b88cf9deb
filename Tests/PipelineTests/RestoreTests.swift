import FoundationEssentials
import Harness
import Postgres
import Proving
import Testing

/// The drill: a dump taken under load, loaded into another server, while the old one is lost with its workers.
@Suite("Restore", .serialized, .timeLimit(.minutes(12)))
struct RestoreTests {
    /// What becomes of the broker.
    enum BrokerFate: CaseIterable { case lost, kept }

    @Test("a backup taken under load comes back whole, and nothing is done twice", arguments: BrokerFate.allCases)
    func drill(_ fate: BrokerFate) async throws {
        let clock = ContinuousClock()
        let lost = try await Lost.run(fate: fate)
        let (url, brokerURL) = try await TestBroker.offPool {
            let server = PrivatePostgres()
            let url = try lost.backup.restore(into: "restored", of: server)
            return (url, fate == .kept ? lost.pipeline.brokerURL : try PrivateRabbitMQ.shared.freshVirtualHost())
        }
        lost.backup.remove()
        let pipeline = try await Pipeline.prepare(
            databaseURL: url,
            brokerURL: brokerURL,
            setup: try SampleSetup.folder()
        )
        let restored = try await Self.numbers(in: pipeline.database)
        #expect(restored.count >= Lost.atBackup && Set(restored.keys).isSubset(of: lost.tickets.keys))

        let start = clock.now
        try await begin(pipeline)
        try await pipeline.start()
        try await wholeAgain(pipeline, restored, fate)
        print(
            "restore drill, broker \(fate): dump \(lost.dumpTime), \(restored.count) tickets whole after",
            clock.now - start
        )

        // Whatever the adapters were promised they post again; the rest is exactly what came after the backup.
        let books = Books(pipeline: pipeline)
        for first in stride(from: 1, through: lost.posted, by: 500) {
            try await pipeline.post(try Requests.make(min(500, lost.posted - first + 1), from: first))
        }
        try await books.settled(lost.posted)
        try await settleMails(pipeline, lost)
        try await books.settled(lost.posted, told: ["sent"])
        try await books.balance(lost.posted)
        try await verifyNumbers(pipeline, lost, restored)
        if fate == .lost { #expect(await pipeline.number("SELECT count(*) AS n FROM parked_message") == 0) }
        #expect(try await pipeline.stop().values.allSatisfy { $0 == 0 })
    }

    /// The doctor knows the backup before anybody says so, and what is open afterwards.
    private func begin(_ pipeline: Pipeline) async throws {
        let before = try findings(pipeline)
        #expect(before["home"] == "fail" && before["positions"] == "ok" && before["restored"] == nil, "\(before)")
        let begun = try pipeline.command(["restore", "begin"])
        #expect(begun.status == 0, "\(begun.output)")
        #expect(try pipeline.command(["restore", "begin"]).status != 0)
        #expect(await pipeline.number("SELECT xact_shift AS n FROM home") ?? 0 > 0)
        let after = try findings(pipeline)
        #expect(after["home"] == "ok" && after["restored"] == "warn" && after["under way"] == "ok", "\(after)")
    }

    /// Every ticket of the backup goes its way to the end, but no mail about it leaves.
    private func wholeAgain(_ pipeline: Pipeline, _ restored: [String: String], _ fate: BrokerFate) async throws {
        let names = restored.keys.map { "'\($0)'" }.joined(separator: ",")
        try await eventually("every ticket of the backup is whole", within: .seconds(240)) {
            await pipeline.number(
                """
                SELECT count(*) AS n FROM ticket t
                WHERE external_id IN (\(names))
                  AND EXISTS (SELECT FROM triage g WHERE g.ticket_id = t.id)
                  AND EXISTS (SELECT FROM assignment a WHERE a.ticket_id = t.id AND a.ended_at IS NULL)
                  AND EXISTS (SELECT FROM sla_clock k WHERE k.ticket_id = t.id)
                  AND EXISTS (SELECT FROM notification n WHERE n.ticket_id = t.id AND n.template LIKE 'acknowledgement%')
                """
            ) == restored.count
        }
        let sent = await pipeline.number(
            """
            SELECT count(*) AS n FROM notification n
            JOIN ticket t ON t.id = n.ticket_id
            JOIN restore_point r ON t.opened_at < r.restored_at AND n.created_at >= r.restored_at
            WHERE n.state <> 'uncertain' AND n.state <> 'suppressed'
            """
        )
        #expect(sent == 0)
        // With the old broker, what it still held has made tickets of its own.
        let count = await pipeline.number("SELECT count(*) AS n FROM ticket") ?? 0
        #expect(fate == .kept ? count >= restored.count : count == restored.count)
    }

    /// What the relay's log shows was sent; the rest is sent now.
    private func settleMails(_ pipeline: Pipeline, _ lost: Lost) async throws {
        let held = "SELECT count(*) AS n FROM notification WHERE state = 'uncertain' AND failure LIKE 'restored: %'"
        let waiting = await pipeline.number(held) ?? 0
        let log = lost.mailIDs.joined(separator: "\n") + "\n"
        let reconciled = try pipeline.command(["notification", "reconcile", "-", "--json"], input: log)
        #expect(waiting > 0 && reconciled.status == 0, "\(reconciled.output)")
        try await eventually("what the log shows counts as sent") { [mailIDs = lost.mailIDs] in
            let rows = try await pipeline.database.rows(
                "SELECT count(*) AS n FROM notification WHERE state = 'uncertain' AND mail_id = ANY($1)",
                mailIDs
            )
            return try rows.first.map { row in try row("n") as Int } == 0
        }
        #expect(try pipeline.command(["notification", "resend", "--held"]).status == 0)
        #expect(try pipeline.command(["restore", "end"]).status == 0)
        try await eventually("every mail has gone", within: .seconds(120)) {
            await pipeline.number(
                "SELECT count(*) AS n FROM notification WHERE state NOT IN ('sent', 'suppressed')"
            ) == 0
        }
        let arrived = lost.mailIDs + (try pipeline.sink?.messageIDs() ?? [])
        #expect(Set(arrived).count == arrived.count)
    }

    /// A number that a customer was told before the loss never names another ticket.
    private func verifyNumbers(_ pipeline: Pipeline, _ lost: Lost, _ restored: [String: String]) async throws {
        let now = try await Self.numbers(in: pipeline.database)
        #expect(now.count == lost.posted)
        for (request, number) in restored { #expect(now[request] == number) }
        let gone = Set(lost.tickets.filter { restored[$0.key] == nil }.values)
        #expect(!gone.isEmpty && gone.isDisjoint(with: now.values))
    }

    private func findings(_ pipeline: Pipeline) throws -> [String: String] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "ops/migrations").path
        let run = try pipeline.command(["doctor", "--json", "--dir", folder])
        let rows = try JSONDecoder().decode([Finding].self, from: Data(run.output.utf8))
        return Dictionary(rows.map { ($0.subject, $0.level) }) { first, other in first == "ok" ? other : first }
    }

    private struct Finding: Decodable {
        let level: String
        let subject: String
    }

    /// Ticket numbers by the request that opened the ticket.
    fileprivate static func numbers(in database: Database) async throws -> [String: String] {
        let rows = try await database.rows("SELECT external_id, number FROM ticket")
        return Dictionary(try rows.map { row in (try row("external_id"), try row("number")) }) { first, _ in first }
    }
}

/// A system that ran, was backed up under load, worked on, and died.
private struct Lost {
    /// Tickets when the backup begins.
    static let atBackup = 300

    let pipeline: Pipeline
    let backup: Backup
    let dumpTime: Duration
    /// Requests that the broker confirmed, numbered from 1.
    let posted: Int
    /// Ticket numbers, by request, at the end.
    let tickets: [String: String]
    /// Message-IDs in the relay's log.
    let mailIDs: [String]

    static func run(fate: RestoreTests.BrokerFate) async throws -> Lost {
        let (url, brokerURL) = try await TestBroker.offPool {
            (try PrivatePostgres.shared.freshDatabase(), try PrivateRabbitMQ.shared.freshVirtualHost())
        }
        let pipeline = try await Pipeline.prepare(
            databaseURL: url,
            brokerURL: brokerURL,
            setup: try SampleSetup.folder()
        )
        try await pipeline.database.script(ranForLong)
        try await pipeline.start()
        let load = SteadyLoad(pipeline)
        async let posting: Void = load.run()
        try await reach(atBackup, pipeline)
        let start = ContinuousClock.now
        let backup = try await TestBroker.offPool { try Backup.take(of: url) }
        let dumpTime = ContinuousClock.now - start
        let counted = await pipeline.number("SELECT count(*) AS n FROM ticket") ?? 0
        try await reach(counted + 300, pipeline)
        for name in Pipeline.workers { pipeline.kill(name) }
        load.stop()
        try await posting
        return Lost(
            pipeline: pipeline,
            backup: backup,
            dumpTime: dumpTime,
            posted: load.posted,
            tickets: try await RestoreTests.numbers(in: pipeline.database),
            mailIDs: try pipeline.sink?.messageIDs() ?? []
        )
    }

    /// Transactions that a new server has not had: what the ledger says about its order comes from a count of its own.
    private static let ranForLong =
        "DO $$ BEGIN FOR n IN 1..20000 LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$"

    private static func reach(_ tickets: Int, _ pipeline: Pipeline) async throws {
        try await eventually("\(tickets) tickets", within: .seconds(120)) {
            await pipeline.number("SELECT count(*) AS n FROM ticket") ?? 0 >= tickets
        }
    }
}
