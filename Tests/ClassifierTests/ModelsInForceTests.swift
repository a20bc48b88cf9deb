import Contracts
import FoundationEssentials
import Harness
import Logging
import Postgres
import Rig
import Testing
import Tickets
import Triage
import WorkerKit

@testable import Classifier

@Suite("Models in force", .freshDatabase, .freshBroker, .timeLimit(.minutes(2)))
struct ModelsInForceTests {
    @Test("the active model of the database decides, one in the shadow only guesses")
    func shadow() async throws {
        let rig = try await Rig.make()
        let tickets = SortedTicket(database: rig.database)
        let active = try await tickets.store(SortedTicket.model(), as: "active")
        let shadow = try await tickets.store(SortedTicket.model(swapped: true), as: "shadow")
        try await tickets.open(1, "the invoice is wrong 3")
        let worker = try await rig.worker("classifier") { platform, reader in
            Classifier.build(platform, ClassifierSettings(&reader))
        }

        try await rig.say([
            TicketOpenedV1(
                ticketID: .numbered(1),
                messageID: .numbered(101),
                customerID: .numbered(201),
                clockStart: Date(timeIntervalSince1970: 1_790_000_000),
                machine: false
            )
        ])

        try await eventually("the classification") { try await rig.number("SELECT count(*) AS n FROM triage") == 1 }
        await worker.stop()
        let rows = try await rig.database.rows(
            """
            SELECT t.category, t.model_version, s.category AS guess, s.model_version AS shadow, s.covered
            FROM triage t JOIN triage_shadow s USING (ticket_id)
            """
        )
        let row = try #require(rows.first)
        let decided: [String] = [try row("category"), try row("model_version")]
        let guessed: [String] = [try row("guess"), try row("shadow")]
        #expect(decided == ["billing", active])
        #expect(guessed == ["logistics", shadow])
    }

    @Test("another active model takes over and the old one leaves memory")
    func exchange() async throws {
        let stage = try await Stage.make()
        try await stage.tickets.store(SortedTicket.model(), as: "active")
        weak let old = try await stage.current().active
        let first = old?.model.version

        try await stage.tickets.database.execute("UPDATE triage_model SET state = 'retired'")
        let second = try await stage.tickets.store(SortedTicket.model(swapped: true), as: "active")
        let now = try await stage.current().active?.model.version

        #expect(first != nil && now == second && first != second)
        #expect(old == nil)
    }

    @Test("a damaged model is refused, counted, and the present one goes on")
    func damaged() async throws {
        let stage = try await Stage.make()
        let present = try await stage.tickets.store(SortedTicket.model(), as: "active")
        _ = try await stage.current()
        let bytes = try SortedTicket.model(swapped: true)
        let version = try await stage.tickets.store(bytes, as: "candidate")

        try await stage.tickets.database.execute(
            "UPDATE triage_model SET bytes = set_byte(bytes, 5000, 255 - get_byte(bytes, 5000)) WHERE version = $1",
            version
        )
        try await stage.tickets.database.execute(
            "UPDATE triage_model SET state = 'retired' WHERE version = $1",
            present
        )
        try await stage.tickets.database.execute("UPDATE triage_model SET state = 'active' WHERE version = $1", version)
        let goesOn = try await stage.current().active?.model.version
        _ = try await stage.current()

        #expect(goesOn == present)
        #expect(stage.metrics.rendered().contains("aftersail_triage_model_refused_total 1\n"))
    }

    @Test("the file decides while the database has no active model, and again afterwards")
    func file() async throws {
        let path = "\(FileManager.default.temporaryDirectory.path)/aftersail-\(UUID().uuidString.lowercased()).model"
        try SortedTicket.model().write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let stage = try await Stage.make(fallback: path)

        let before = try await stage.current().active?.model.version
        let stored = try await stage.tickets.store(SortedTicket.model(swapped: true), as: "active")
        let during = try await stage.current().active?.model.version
        try await stage.tickets.database.execute("UPDATE triage_model SET state = 'retired'")
        let after = try await stage.current().active?.model.version

        #expect(before != nil && during == stored && after == before && before != during)
    }

    @Test("within its patience nothing is asked")
    func patience() async throws {
        let stage = try await Stage.make(patience: .seconds(3_600))
        let before = try await stage.current().active

        try await stage.tickets.store(SortedTicket.model(), as: "active")
        let after = try await stage.current().active

        #expect(before == nil && after == nil)
    }
}

/// One replica's models, asked turn by turn.
private struct Stage {
    let tickets: SortedTicket
    let models: ModelsInForce
    let metrics: Metrics

    static func make(fallback: String? = nil, patience: Duration = .zero) async throws -> Stage {
        let metrics = Metrics()
        return Stage(
            tickets: SortedTicket(
                database: Database(PostgresConfiguration(url: TestDatabase.url, applicationName: "test"), links: 1)
            ),
            models: ModelsInForce(
                fallback: fallback,
                patience: patience,
                metrics: metrics,
                log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            ),
            metrics: metrics
        )
    }

    func current() async throws -> ModelsInForce.Models {
        try await tickets.database.transaction { transaction in
            transaction.enqueue("SET LOCAL ROLE aftersail_classifier")
            return try await models.current(in: transaction)
        }
    }
}
