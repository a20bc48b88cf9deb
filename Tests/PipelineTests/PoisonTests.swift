import FoundationEssentials
import Harness
import Postgres
import Proving
import Testing

@Suite("Poison", .serialized, .timeLimit(.minutes(6)))
struct PoisonTests {
    @Test("a message that kills its process is parked alone, and its neighbours go on", .freshDatabase, .freshBroker)
    func killing() async throws {
        let pipeline = try await Pipeline.prepare(
            databaseURL: TestDatabase.url,
            brokerURL: TestBroker.url,
            setup: try SampleSetup.folder(),
            variables: ["AFTERSAIL_FAILPOINT": "die:poisonous"]
        )
        var requests = try Requests.make(500)
        requests[250] = try Requests.make(1, from: 251, marker: " poisonous")[0]
        try await pipeline.post(requests)

        try await pipeline.start(only: ["classifier", "dispatcher", "sla-monitor", "notifier", "survey"])
        try await supervise("intake", pipeline) {
            await pipeline.number("SELECT count(*) AS n FROM parked_message") == 1
        }

        try await eventually("the innocents' tickets") {
            await pipeline.number("SELECT count(*) AS n FROM ticket") == 499
        }
        let row = try #require(
            try await pipeline.database.rows("SELECT worker, queue, reason FROM parked_message").first
        )
        #expect(try row("worker") as String == "intake")
        #expect(try row("reason") as String == "its worker died 5 times while handling it")
        _ = try await pipeline.stop()
    }

    @Test("a parked message is replayed once its cause is mended", .freshDatabase, .freshBroker)
    func replay() async throws {
        let setup = try SampleSetup.folder()
        let ill = try await Pipeline.prepare(
            databaseURL: TestDatabase.url,
            brokerURL: TestBroker.url,
            setup: setup,
            variables: ["AFTERSAIL_FAILPOINT": "throw:poisonous", "AFTERSAIL_MAX_ATTEMPTS": "1"]
        )
        try await ill.start(only: ["intake"])
        try await ill.post(try Requests.make(20))
        try await ill.post(try Requests.make(1, from: 21, marker: " poisonous"))
        try await eventually("the parked one") { await ill.number("SELECT count(*) AS n FROM parked_message") == 1 }
        _ = try await ill.stop()
        let well = try await Pipeline.prepare(
            databaseURL: TestDatabase.url,
            brokerURL: TestBroker.url,
            setup: setup
        )
        try await well.start(only: ["intake", "sla-monitor"])

        let row = try #require(try await well.database.rows("SELECT id FROM parked_message").first)
        let replayed = try well.command(["parked", "replay", (try row("id") as UUID).uuidString.lowercased()])

        #expect(replayed.status == 0, "\(replayed.output)")
        try await eventually("its ticket") { await well.number("SELECT count(*) AS n FROM ticket") == 21 }
        let state = try #require(try await well.database.rows("SELECT state FROM parked_message").first)
        #expect(try state("state") as String == "replayed")
        _ = try await well.stop()
    }

    /// Restarts a worker whenever it dies, as an orchestrator does, until `condition` holds.
    private func supervise(
        _ name: String,
        _ pipeline: Pipeline,
        until condition: @Sendable () async -> Bool
    ) async throws {
        try pipeline.spawn(name)
        try await eventually("the culprit is parked", within: .seconds(120)) {
            if !pipeline.isRunning(name) { try pipeline.spawn(name) }
            return await condition()
        }
    }
}
