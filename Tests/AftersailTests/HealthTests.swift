import Broker
import Contracts
import FoundationEssentials
import Harness
import Postgres
import Testing
import Topology

@testable import Aftersail

@Suite("aftersail doctor and status", .freshDatabase, .freshBroker)
struct HealthTests {
    private func doctor() async -> (code: Int32, findings: [String: String]) {
        let run = await aftersail("doctor", "--dir", Place.migrations, "--json")
        let pairs = run.json.list.map { ($0["subject"].shown, $0["level"].shown) }
        return (run.code, Dictionary(pairs) { one, other in one == "ok" ? other : one })
    }

    /// The harness migrates with psql; this writes down what `migrate` would have.
    private func recordMigrations() async throws {
        let files = try MigrationFile.all(in: Place.migrations)
        try await withOwner { database in
            try await database.script(
                "CREATE TABLE aftersail.schema_migrations (number int, name text, sha256 text, applied_at timestamptz)"
            )
            for file in files {
                try await database.execute(
                    "INSERT INTO aftersail.schema_migrations VALUES ($1, $2, $3, aftersail.now())",
                    Int32(file.number),
                    file.name,
                    file.sha256
                )
            }
        }
    }

    @Test("a fresh installation has no failure")
    func fresh() async throws {
        try await recordMigrations()
        _ = await aftersail("topology", "apply")

        let (code, findings) = await doctor()

        #expect(code == 0, "\(findings)")
        #expect(findings["workers"] == "warn" && findings["consumers"] == "warn" && findings["setup"] == "warn")
        for subject in [
            "database", "schema", "roles", "grants", "connections", "inbox", "clock", "record", "library", "broker",
            "topology",
        ] {
            #expect(findings[subject] == "ok", "\(subject)")
        }
    }

    @Test("planted faults are found, each by its name")
    func planted() async throws {
        try await recordMigrations()
        try await StoreFixture.storeTicket()
        try await StoreFixture.storeNotification("uncertain")
        try await StoreFixture.storeQuarantined("x")
        try await StoreFixture.storeParked(queue: "q", type: "t", body: "{}")
        try await withOwner { database in
            try await database.execute("UPDATE aftersail.clock SET rate = 60")
            try await database.script(
                """
                GRANT INSERT ON aftersail.ticket TO aftersail_survey;
                DELETE FROM aftersail.schema_migrations WHERE number = 3;
                INSERT INTO aftersail.outbox_desk VALUES (gen_random_uuid(), 1, '', 'x', '{}', '', '2020-01-01');
                DO $$ DECLARE p record; BEGIN
                    FOR p IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                        WHERE i.inhparent = 'aftersail.inbox'::regclass ORDER BY 1 DESC LIMIT 4
                    LOOP EXECUTE format('DROP TABLE aftersail.%I', p.relname); END LOOP; END $$;
                """
            )
        }

        let (code, findings) = await doctor()

        #expect(code == 1)
        for subject in ["schema", "grants", "clock", "inbox", "outboxes", "topology"] {
            #expect(findings[subject] == "fail", "\(subject)")
        }
        for subject in ["mails", "quarantine", "parked"] { #expect(findings[subject] == "warn", "\(subject)") }
    }

    @Test("a librabbitmq below 0.11.0 is a warning", arguments: [(10, Finding.Level.warn), (11, .ok), (15, .ok)])
    func library(minor: Int, level: Finding.Level) {
        let finding = BrokerChecks.library(LibraryVersion(0, minor, 0))

        #expect(finding.level == level && finding.found.contains("librabbitmq 0.\(minor).0"))
    }

    @Test("a queue made otherwise than described fails")
    func mismatch() async throws {
        _ = await aftersail("topology", "apply")
        let link = TopologyLink(try BrokerAddress(TestBroker.url, connectionName: "test"))
        try await link.delete(queue: "survey.events")
        try await link.declareQueue("survey.events")
        await link.close()

        let (code, findings) = await doctor()
        let apply = await aftersail("topology", "apply")

        #expect(code == 1 && findings["topology"] == "fail")
        #expect(apply.code == 77 && apply.complaints.contains("survey.events"))
    }

    @Test("services that are away are failures, not crashes")
    func away() async throws {
        let run = await aftersail(
            "doctor",
            "--database-url",
            "postgresql://x@127.0.0.1:1/x",
            "--broker-url",
            "amqp://127.0.0.1:1/"
        )

        #expect(run.code == 1 && run.output.contains("start PostgreSQL") && run.output.contains("start RabbitMQ"))
        #expect(run.output.contains("librabbitmq \(LibraryVersion.installed)"))
    }

    @Test("status counts tickets, queues and what needs a person")
    func status() async throws {
        try await StoreFixture.storeTicket()
        try await StoreFixture.storeQuarantined("x")
        _ = await aftersail("topology", "apply")

        let json = await aftersail("status", "--json")
        let text = await aftersail("status")

        #expect(json.code == 0, "\(json.complaints)")
        #expect(json.json["tickets.total"].whole == 1 && json.json["attention.quarantined"].whole == 1)
        #expect(json.json["queues"].list.count == Topology.standard.queues.count)
        #expect(text.output.contains("intake.requests"))
    }

    @Test("topology show tells what exists")
    func topology() async throws {
        let before = await aftersail("topology", "show", "--json")
        let apply = await aftersail("topology", "apply", "--json")
        let after = await aftersail("topology", "show", "--json")

        #expect(before.json.list.allSatisfy { $0["exists"].truth == false })
        #expect(apply.json["queues"].whole == Topology.standard.queues.count)
        #expect(after.json.list.allSatisfy { $0["exists"].truth == true && $0["ready"].whole == 0 })
    }
}
