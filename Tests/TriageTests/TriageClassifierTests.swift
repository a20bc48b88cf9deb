import Testing
import Tickets
import Triage

@Suite("Triage rules")
struct TriageClassifierTests {
    @Test(
        "terms match as words, prefixes, or anywhere by script",
        arguments: [
            ("pump", "the PUMP leaks", true), ("pump", "pumpkin", false), ("pump*", "pumpkin", true),
            ("退款", "我要退款！", true), ("garantía", "tengo garantia", true), ("garantía", "tengo garantía", true),
            ("hỏng", "hồng", false), ("hỏng", "máy hỏng rồi", true), ("hỏng", "may hong roi", true),
            ("فاتورة", "أريد الفاتورة", true), ("error", "显示ｅｒｒｏｒ了", true), ("won't start", "it won’t start", true),
            ("black screen", "black\n\nscreen", false), ("spare part", "spare-part", true), ("hoä", "hoa\u{308}", true),
            ("fire", "fi\u{200B}re", true),
        ]
    )
    func terms(term: String, text: String, matches: Bool) throws {
        let classifier = try classifier([TriageRule(id: "a", category: .billing, anyOf: [term])])

        let outcome = classifier.classify(subject: nil, body: text)

        #expect((outcome.confidence > 0) == matches)
    }

    @Test("a rule needs all, one and none of its terms")
    func lists() throws {
        let rule = TriageRule(id: "a", category: .policy, anyOf: ["b", "c"], allOf: ["a"], noneOf: ["d"])
        let classifier = try classifier([rule])

        let held = ["a b", "a c", "b c", "a", "a b d"].map { classifier.classify(subject: nil, body: $0).category }

        #expect(held == [.policy, .policy, nil, nil, nil])
    }

    @Test("a rule bound to languages stays silent in others")
    func languages() throws {
        let rule = TriageRule(id: "a", category: .billing, languages: ["sw", "zh"], anyOf: ["bei"])
        let classifier = try classifier([rule])

        let held = ["sw", "zh-Hant", "und", nil, "de"].map {
            classifier.classify(subject: nil, body: "bei", language: $0).category
        }

        #expect(held == [.billing, .billing, .billing, .billing, nil])
    }

    @Test("confidence follows the documented odds")
    func confidence() throws {
        let classifier = try classifier([
            TriageRule(id: "a", category: .billing, anyOf: ["x"], weight: 0.8),
            TriageRule(id: "b", category: .policy, anyOf: ["y"], weight: 0.5),
        ])

        let outcome = classifier.classify(subject: "x", body: "y")

        #expect(outcome.category == .billing)
        #expect(outcome.candidates.map(\.category) == [.billing, .policy])
        #expect(abs(outcome.confidence - 4.0 / 6.0) < 1e-9)
        #expect(abs(outcome.candidates[1].confidence - 1.0 / 6.0) < 1e-9)
    }

    @Test("two equal categories are left to a person")
    func tie() throws {
        let classifier = try classifier([
            TriageRule(id: "a", category: .billing, anyOf: ["x"], weight: 0.99),
            TriageRule(id: "b", category: .policy, anyOf: ["y"], weight: 0.99),
        ])

        let outcome = classifier.classify(subject: nil, body: "x y")

        #expect(outcome.abstained)
        #expect(outcome.candidates.count == 2)
    }

    @Test("overlapping terms are all found in one pass")
    func overlapping() throws {
        let terms = ["he", "she", "his", "hers", "hers and his", "s a*"]
        let classifier = try classifier(terms.map { TriageRule(id: $0, category: .other, anyOf: [$0]) })

        let found = classifier.classify(subject: nil, body: "she took hers and his").evidence.map(\.rule)

        #expect(found == ["she", "his", "hers", "hers and his"])
    }

    @Test("faults of a rule set are named with rule and field", arguments: faultyRules)
    func faults(rule: TriageRule, field: String) throws {
        let error = #expect(throws: TriageRulesError.self) { try classifier([rule]) }

        guard case .invalid(let id, let name, _) = error else { return }
        #expect(id == rule.id)
        #expect(name == field)
    }

    @Test("a long text of one letter takes no time")
    func flood() throws {
        let classifier = try classifier([TriageRule(id: "a", category: .other, anyOf: ["aaaa", "aa*", "b"])])

        let outcome = classifier.classify(subject: nil, body: String(repeating: "a", count: 1 << 20))

        #expect(outcome.category == .other)
    }

    private static let faultyRules: [(TriageRule, String)] = [
        (TriageRule(id: "a", anyOf: ["x"]), "category"),
        (TriageRule(id: "a", category: .other), "anyOf"),
        (TriageRule(id: "a", category: .other, anyOf: ["x*y"]), "anyOf"),
        (TriageRule(id: "a", category: .other, anyOf: ["?"]), "anyOf"),
        (TriageRule(id: "a", category: .other, anyOf: ["x"], weight: 1), "weight"),
        (TriageRule(id: "a", anyOf: ["x"], noneOf: ["y"], safety: true), "noneOf"),
        (TriageRule(id: "a", languages: ["de"], anyOf: ["x"], urgency: .high), "languages"),
    ]

    private func classifier(_ rules: [TriageRule]) throws -> TriageClassifier {
        try TriageClassifier(TriageRules(version: "1", thresholds: .init(decide: 0.6, margin: 0.2), rules: rules))
    }
}
