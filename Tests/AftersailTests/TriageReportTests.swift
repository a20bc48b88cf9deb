import Contracts
import Harness
import Testing
import Triage

@testable import Aftersail

@Suite("aftersail triage report", .freshDatabase, .timeLimit(.minutes(2)))
struct TriageReportTests {
    @Test("a week's tickets are counted as the machine left them, with what people made of them")
    func week() async throws {
        try await LearningFixture.store(
            .init(name: "open", count: 10),
            .init(name: "stood", count: 5, status: "resolved"),
            .init(name: "confirmed", count: 2, corrected: "billing"),
            .init(name: "wrong", count: 3, corrected: "policy", status: "resolved"),
            .init(name: "sorted", count: 4, decided: nil, corrected: "other"),
            .init(name: "left", count: 1, language: "fr", decided: nil, status: "closed")
        )

        let run = await aftersail("triage", "report", "--weeks", "1", "--json")

        let rows = run.json["rows"].list
        #expect(rows.map { $0["language"] } == [.string("all"), .string("en"), .string("fr")], "\(run.complaints)")
        let english = try #require(rows.dropFirst().first)
        #expect(english["tickets"] == .number("24") && english["coverage"] == .number("0.8333"))
        #expect(english["corrected"] == .number("0.1500") && english["sorted_by_people"] == .number("4"))
        #expect(english["looked_at"] == .number("10") && english["accuracy"] == .number("0.7000"))
        #expect(rows.last?["coverage"] == .number("0.0000") && rows.last?["accuracy"] == .null)
        #expect(rows.first?["drift_category"] == .null && rows.first?["alarm"] == .bool(false))
    }

    @Test("other tickets than in the four weeks before alarm, by language, too")
    func drift() async throws {
        try await LearningFixture.store(
            .init(name: "before", count: Drift.least, weeksAgo: 3),
            .init(name: "now", count: Drift.least, decided: "policy", guess: "policy"),
            .init(name: "few", count: 5, language: "fr")
        )

        let run = await aftersail("triage", "report", "--weeks", "2", "--json")
        let page = await aftersail("triage", "report")

        let rows = run.json["rows"].list
        let english = try #require(rows.first { $0["language"] == .string("en") })
        let french = try #require(rows.first { $0["language"] == .string("fr") })
        #expect(english["drift_category"] == .number("1.0000") && english["alarm"] == .bool(true))
        #expect(french["drift_category"] == .null && french["alarm"] == .bool(false))
        #expect(page.code == 0 && page.output.contains("look"), "\(page.output)")
    }

    @Test("a candidate that is right where the present model is not is called better, with by how much")
    func better() async throws {
        let version = "0123456789ab"
        try await LearningFixture.store(
            .init(name: "both", count: 20, status: "resolved", shadow: (version, "billing", true)),
            .init(name: "gained", count: 9, corrected: "policy", shadow: (version, "policy", true)),
            .init(name: "lost", count: 1, corrected: "billing", shadow: (version, "other", false)),
            .init(name: "unknown", count: 10, decided: nil, shadow: (version, "billing", false))
        )

        let run = await aftersail("triage", "shadow", "report", "--model", version, "--json")
        let page = await aftersail("triage", "shadow", "report", "--model", version)

        let all = run.json["all"]
        #expect(run.json["verdict"] == .string("better"), "\(run.complaints)")
        #expect(all["tickets"] == .number("40") && all["agreement"] == .number("0.7500"))
        #expect(all["present_coverage"] == .number("0.7500") && all["candidate_coverage"] == .number("0.7250"))
        #expect(all["corrected"]["tickets"] == .number("10") && all["looked_at"]["tickets"] == .number("30"))
        #expect(all["looked_at"]["present_accuracy"] == .number("0.7000"))
        #expect(all["looked_at"]["candidate_accuracy"] == .number("0.9667"))
        #expect(all["corrected"]["chance"] == .number("0.0215"))
        #expect(page.output.contains("the candidate is better"))
    }

    @Test("a difference that may be chance is called none, and without a candidate the command says how")
    func chance() async throws {
        let version = "0123456789ab"
        try await LearningFixture.store(
            .init(name: "gained", count: 4, corrected: "policy", shadow: (version, "policy", true)),
            .init(name: "lost", count: 2, corrected: "billing", shadow: (version, "other", false))
        )

        let run = await aftersail("triage", "shadow", "report", "--model", version)
        let none = await aftersail("triage", "shadow", "report")

        #expect(run.output.contains("not distinguishable"))
        #expect(none.code == 77 && none.complaints.contains("triage model shadow"))
    }
}
