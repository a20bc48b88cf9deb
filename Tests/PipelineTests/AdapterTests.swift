import Contracts
import FoundationEssentials
import Harness
import Postgres
import Proving
import Testing

/// Integrators need no library of ours: these tests post with Debian's python3-pika.
@Suite("A third party's adapter", .freshDatabase, .freshBroker, .serialized, .timeLimit(.minutes(5)))
struct AdapterTests {
    @Test("the same message five times makes one ticket and five answers")
    func repeated() async throws {
        let pipeline = try await Self.intake()

        let run = try Self.adapter(["repeat", "5"])

        #expect(run.status == 0, "\(run.output)")
        let answers = try run.output.split(separator: "\n").map {
            try WireJSON.decode(IntakeAnswerV1.self, from: Array($0.utf8))
        }
        #expect(answers.count == 5)
        #expect(answers.allSatisfy { $0.accepted })
        #expect(Set(answers.map(\.ticket)).count == 1)
        #expect(answers.filter { $0.duplicate == false }.count == 1)
        #expect(await pipeline.number("SELECT count(*) AS n FROM ticket") == 1)
        _ = try await pipeline.stop()
    }

    @Test("a thousand hostile payloads end in quarantine, each with a reason, and intake lives")
    func hostile() async throws {
        let pipeline = try await Self.intake()

        let run = try Self.adapter(["hostile", "1000", "20261121"])

        #expect(run.status == 0, "\(run.output)")
        try await eventually("all thousand", within: .seconds(120)) {
            await pipeline.number("SELECT COALESCE(sum(seen), 0)::bigint AS n FROM quarantine") == 1_000
        }
        #expect(await pipeline.number("SELECT count(*) AS n FROM ticket") == 0)
        #expect(await pipeline.number("SELECT count(*) AS n FROM parked_message") == 0)
        #expect(
            await pipeline.number(
                "SELECT count(*) AS n FROM quarantine WHERE errors->0->>'reason' IS NULL OR errors->0->>'reason' = ''"
            ) == 0
        )
        #expect(pipeline.isRunning("intake"))
        let after = try Self.adapter(["languages"])
        #expect(after.status == 0, "\(after.output)")
        #expect(await pipeline.number("SELECT count(*) AS n FROM ticket") == 4)
        _ = try await pipeline.stop()
    }

    private static func intake() async throws -> Pipeline {
        let pipeline = try await Pipeline.prepare(
            databaseURL: TestDatabase.url,
            brokerURL: TestBroker.url,
            setup: try SampleSetup.folder()
        )
        try await pipeline.start(only: ["intake"])
        return pipeline
    }

    private static func adapter(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let script = URL(filePath: #filePath).deletingLastPathComponent().path + "/Support/adapter.py"
        return try CommandLineRun.run(
            ["/usr/bin/python3", script, TestBroker.url] + arguments,
            variables: ["PATH": "/usr/bin:/bin"],
            input: nil
        )
    }
}
