import FoundationEssentials
import Harness
import Postgres
import Testing

@testable import Chaos

/// A checker that finds nothing proves nothing: here it must find what is wrong.
@Suite("Chaos verdict", .freshDatabase, .timeLimit(.minutes(2)))
struct VerdictTests {
    @Test("what agrees is kept")
    func kept() async throws {
        let verdict = try await Self.verdict(posted: [:], mails: [])

        #expect(verdict.broken.isEmpty, "\(verdict.broken)")
        #expect(verdict.isKept)
    }

    @Test("a confirmed request without a message is lost")
    func lost() async throws {
        let posted = ["<a@mail.example>": GeneratorLedger.Entry(posts: 2, confirmed: Date(timeIntervalSince1970: 1))]

        let verdict = try await Self.verdict(posted: posted, mails: [])

        #expect(verdict.broken.map(\.name) == ["lost: confirmed, but no message"])
        #expect(verdict.facts.contains { $0 == ("recovered: confirmed after a repeat", 1) })
        #expect(!verdict.isKept)
    }

    @Test("a request that was never confirmed may be missing")
    func unconfirmed() async throws {
        let verdict = try await Self.verdict(posted: ["<a@mail.example>": GeneratorLedger.Entry(posts: 1)], mails: [])

        #expect(verdict.isKept)
    }

    @Test("a mail that nobody ordered and one that came twice are found")
    func mails() async throws {
        let mail = (id: "<m@desk.example>", recipient: "a@mail.example")

        let verdict = try await Self.verdict(posted: [:], mails: [mail, mail])

        #expect(verdict.broken.contains { $0 == ("duplicated: mails that came twice", 1) })
        #expect(verdict.broken.contains { $0 == ("unexpected: mails that nobody ordered", 2) })
    }

    @Test("what is left on its way, and a worker's bad end, break the run")
    func left() async throws {
        let database = Database(PostgresConfiguration(url: TestDatabase.url, applicationName: "test"))
        try await Evidence(database: database).gather(ledger: [:], mails: [])

        #expect(!(await Verdict.reach(database, left: ["1 ready"], badEnds: [])).isKept)
        #expect(!(await Verdict.reach(database, left: [], badEnds: ["intake.1 ended"])).isKept)
        await database.close()
    }

    private static func verdict(
        posted: [String: GeneratorLedger.Entry],
        mails: [(id: String, recipient: String)]
    ) async throws -> Verdict {
        let settings = PostgresConfiguration(url: TestDatabase.url, applicationName: "test")
        let database = Database(settings)
        try await Evidence(database: database).gather(ledger: posted, mails: mails)
        let verdict = await Verdict.reach(database, left: [], badEnds: [])
        await database.close()
        return verdict
    }
}
