import FoundationEssentials
import Rig
import Testing
import Tickets
import Triage
import WorkerKit

@testable import Classifier

@Suite("Judge")
struct JudgeTests {
    @Test("safety and rank raise the priority, words cannot lower it")
    func raises() throws {
        let judge = try Self.judge(Self.rules)

        let plain = judge.judge(Self.message("The pump leaks."))
        let smoke = judge.judge(Self.message("The pump leaks and there is smoke."))
        let vip = judge.judge(Self.message("The pump leaks.", level: "vip"))
        let calm = judge.judge(Self.message("The pump leaks, smoke, but this is not urgent at all."))

        #expect(plain.category == .technicalFault)
        #expect(smoke.priority < plain.priority)
        #expect(vip.priority < plain.priority)
        #expect(calm.priority == smoke.priority)
        #expect(smoke.safety)
    }

    @Test("without rules it finds the language and abstains")
    func noRules() throws {
        let judge = try Self.judge(nil)

        let judgement = judge.judge(Self.message("La machine à café ne fonctionne plus depuis hier."))

        #expect(judgement.category == nil)
        #expect(judgement.language == "fr")
        #expect(judgement.rulesVersion == "none")
    }

    @Test("a later message raises and never lowers a standing row")
    func raised() throws {
        let row = TriageRow(
            ticketID: .numbered(1),
            category: "technical_fault",
            confidence: 0.9,
            language: "en",
            priority: .p3,
            lane: .normal,
            sentiment: .negative,
            safety: false,
            rulesVersion: "1",
            isNew: false
        )
        let judge = try Self.judge(Self.rules)

        let calmer = row.raised(by: judge.judge(Self.message("Thank you.")))
        let worse = try #require(row.raised(by: judge.judge(Self.message("Now there is smoke!"))))

        #expect(calmer == nil)
        #expect(worse.priority < row.priority)
        #expect(worse.safety)
        #expect(worse.sentiment == .negative)
    }

    @Test(
        "a reply waits a quarter of an hour for its ticket's classification, longer from time to time",
        arguments: [(1, 1), (9, 1), (10, 5), (29, 5), (30, 30), (59, 30)]
    )
    func early(attempt: Int, seconds: Int) {
        #expect(HearReplies.wait(attempt) == .retry(after: .seconds(seconds)))
    }

    @Test("then a person is asked, with what to do")
    func never() {
        guard case .park(reason: let reason) = HearReplies.wait(60) else { return #expect(Bool(false)) }

        #expect(reason.contains("check the classifier, then replay"))
    }

    private static func judge(_ rules: TriageRules?) throws -> TriageJudge {
        TriageJudge(identifier: LanguageIdentifier(), rules: try rules.map { try TriageClassifier($0) }, model: nil)
    }

    private static func message(_ body: String, level: String = "standard") -> TriageMessage {
        TriageMessage(body: body, isVIP: level == "vip")
    }

    static let articles = ArticleBook(articles: [
        KnowledgeArticle(
            id: "descaling",
            version: 3,
            texts: [
                "en": .init(
                    title: "Descaling",
                    questions: ["How do I descale the machine?"],
                    answer: "Hold the button."
                )
            ]
        ),
        KnowledgeArticle(
            id: "filter",
            version: 1,
            texts: ["en": .init(title: "Filter", questions: ["How do I change the filter?"], answer: "Pull it out.")]
        ),
    ])

    static let rules = TriageRules(
        version: "test",
        thresholds: .init(decide: 0.5, margin: 0.1),
        rules: [
            TriageRule(
                id: "leak",
                category: Category(rawValue: "technical_fault"),
                anyOf: ["leak*"],
                weight: 0.9
            ),
            TriageRule(id: "how", category: .usageQuestion, anyOf: ["how do i"], weight: 0.9),
            TriageRule(id: "smoke", anyOf: ["smoke"], weight: 0.5, safety: true),
        ]
    )
}
