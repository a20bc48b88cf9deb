import FoundationEssentials
import Rig
import Testing
import Tickets
import Triage

@testable import Classifier

@Suite("Judge")
struct JudgeTests {
    @Test("safety and rank raise the priority, words cannot lower it")
    func raises() throws {
        let classifier = try TriageClassifier(Self.rules)
        let judge = Judge(identifier: LanguageIdentifier(), characters: 65_536)

        let plain = judge.judge(Self.facts("The pump leaks."), by: classifier)
        let smoke = judge.judge(Self.facts("The pump leaks and there is smoke."), by: classifier)
        let vip = judge.judge(Self.facts("The pump leaks.", level: "vip"), by: classifier)
        let calm = judge.judge(Self.facts("The pump leaks, smoke, but this is not urgent at all."), by: classifier)

        #expect(plain.category == .technicalFault)
        #expect(smoke.priority < plain.priority)
        #expect(vip.priority < plain.priority)
        #expect(calm.priority == smoke.priority)
        #expect(smoke.safety)
    }

    @Test("without rules it finds the language and abstains")
    func noRules() {
        let judge = Judge(identifier: LanguageIdentifier(), characters: 65_536)

        let judgement = judge.judge(Self.facts("La machine à café ne fonctionne plus depuis hier."), by: nil)

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
        let judge = Judge(identifier: LanguageIdentifier(), characters: 65_536)
        let classifier = try TriageClassifier(Self.rules)

        let calmer = row.raised(by: judge.judge(Self.facts("Thank you."), by: classifier))
        let worse = try #require(row.raised(by: judge.judge(Self.facts("Now there is smoke!"), by: classifier)))

        #expect(calmer == nil)
        #expect(worse.priority < row.priority)
        #expect(worse.safety)
        #expect(worse.sentiment == .negative)
    }

    private static func facts(_ body: String, level: String = "standard") -> TriageFacts {
        TriageFacts(
            ticketID: .numbered(1),
            messageID: .numbered(2),
            subject: nil,
            body: body,
            locale: nil,
            earlierLanguage: nil,
            customerLevel: level
        )
    }

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
            TriageRule(id: "smoke", anyOf: ["smoke"], weight: 0.5, safety: true),
        ]
    )
}
