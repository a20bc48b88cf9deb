import Contracts
import FoundationEssentials
import Harness
import Logging
import Postgres
import Testing
import Triage
import TriageTraining
import WorkerKit

@testable import Aftersail
@testable import Classifier

@Suite("aftersail triage model", .freshDatabase, .timeLimit(.minutes(2)))
struct TriageModelTests {
    @Test("a rollback brings the former model back to every replica within five seconds")
    func rollback() async throws {
        let folder = try Place.folder()
        let (first, second) = (try Self.model(in: folder), try Self.model(in: folder, swapped: true))
        for file in [first, second] { _ = await aftersail("triage", "model", "add", file.path) }
        _ = await aftersail("triage", "model", "activate", first.version)
        _ = await aftersail("triage", "model", "activate", second.version)
        let replicas = [Replica(), Replica()]
        for replica in replicas { #expect(try await replica.version() == second.version) }

        let rolledBack = await aftersail("triage", "model", "rollback", "--json")

        let began = ContinuousClock.now
        #expect(rolledBack.json["version"] == .string(first.version))
        #expect(rolledBack.json["before"] == .string(second.version))
        for replica in replicas { try await replica.awaits(first.version, since: began) }
        #expect(began.duration(to: .now) < .seconds(6))
    }

    @Test("each rollback goes one model further back, in the end to the classifiers' file")
    func history() async throws {
        let folder = try Place.folder()
        let (first, second) = (try Self.model(in: folder), try Self.model(in: folder, swapped: true))
        for file in [first, second, first] { _ = await aftersail("triage", "model", "add", file.path) }
        for version in [first.version, second.version] { _ = await aftersail("triage", "model", "activate", version) }

        let once = await aftersail("triage", "model", "rollback", "--json")
        let twice = await aftersail("triage", "model", "rollback")
        let never = await aftersail("triage", "model", "rollback")

        #expect(once.json["version"] == .string(first.version))
        #expect(twice.code == 0 && twice.output.contains("the classifiers' file decides again"))
        #expect(never.code == 77 && never.complaints.contains("nothing to roll back"))
        let list = await aftersail("triage", "model", "list", "--json")
        #expect(list.json.list.count == 2 && list.json.list.allSatisfy { $0["state"] == .string("retired") })
        #expect(list.json.list.first?["facts"]["texts"] == .number("24"))
    }

    @Test("what decides or stands in the shadow cannot be dropped, and no model takes both places")
    func places() async throws {
        let folder = try Place.folder()
        let (first, second) = (try Self.model(in: folder), try Self.model(in: folder, swapped: true))
        for file in [first, second] { _ = await aftersail("triage", "model", "add", file.path) }
        _ = await aftersail("triage", "model", "activate", first.version)
        _ = await aftersail("triage", "model", "shadow", second.version)

        let both = await aftersail("triage", "model", "shadow", first.version)
        let active = await aftersail("triage", "model", "drop", first.version)
        let shadow = await aftersail("triage", "model", "drop", second.version)
        let unknown = await aftersail("triage", "model", "activate", "abcdefabcdef")
        _ = await aftersail("triage", "model", "shadow", "--end")
        let dropped = await aftersail("triage", "model", "drop", second.version)

        #expect([both.code, active.code, shadow.code] == [77, 77, 77])
        #expect(unknown.code == 65 && unknown.complaints.contains("triage model list"))
        #expect(dropped.code == 0)
        #expect(try await values("SELECT version, state FROM triage_model").map(\.["state"]) == [.string("active")])
    }

    @Test("a file that is no model, or knows labels that are no categories, is refused")
    func refused() async throws {
        let folder = try Place.folder(["no.model": "nothing"])
        let other = try Self.model(in: folder, labels: ("red", "blue"))

        let none = await aftersail("triage", "model", "add", folder + "/no.model")
        let labels = await aftersail("triage", "model", "add", other.path)

        #expect(none.code == 65 && none.complaints.contains("aftersail triage train"))
        #expect(labels.code == 65 && labels.complaints.contains("no category"))
        #expect(try await values("SELECT version FROM triage_model").isEmpty)
    }

    private static func model(
        in folder: String,
        swapped: Bool = false,
        labels: (String, String) = ("billing", "logistics")
    ) throws -> (path: String, version: String) {
        var plan = TrainingPlan()
        plan.bits = 12
        let (first, second) = swapped ? (labels.1, labels.0) : labels
        let texts = (0..<12).flatMap { number in
            [
                TrainingText(body: "the invoice is wrong \(number)", label: first),
                TrainingText(body: "the parcel is late \(number)", label: second),
            ]
        }
        let bytes = try ModelTrainer.train(texts, plan: plan)
        let version = try TextModel(bytes).version
        try bytes.write(to: URL(filePath: "\(folder)/\(version).model"))
        return ("\(folder)/\(version).model", version)
    }
}

/// A classifier's models, asked by one ticket after another.
private struct Replica {
    let database = Database(PostgresConfiguration(url: TestDatabase.url, applicationName: "test"), links: 1)
    let models = ModelsInForce(
        fallback: nil,
        metrics: Metrics(),
        log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    )

    func version() async throws -> String? {
        try await database.transaction { try await models.current(in: $0) }.active?.model.version
    }

    /// Asks until the version decides, six seconds at most.
    func awaits(_ wanted: String, since began: ContinuousClock.Instant) async throws {
        while began.duration(to: .now) < .seconds(6) {
            if try await version() == wanted { return }
            _ = try await database.rows("SELECT pg_sleep(0.02)")
        }
        Issue.record("waited 6 s for model \(wanted)")
    }
}
