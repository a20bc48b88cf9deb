import Testing
import Tickets
import Triage
import Yams

@Suite("Triage rules file")
struct TriageRulesDecodingTests {
    @Test("left-out fields take their defaults")
    func defaults() throws {
        let text =
            "{version: '1', thresholds: {decide: 0.5, margin: 0}, rules: [{id: a, anyOf: [x], category: policy}]}"

        let rules = try YAMLDecoder().decode(TriageRules.self, from: text)

        #expect(rules.rules == [TriageRule(id: "a", category: .policy, anyOf: ["x"])])
    }

    @Test("a misspelt field is an error, not silence")
    func misspelt() {
        let text =
            "{version: '1', thresholds: {decide: 0.5, margin: 0}, rules: [{id: a, anyof: [x], category: policy}]}"

        #expect(throws: DecodingError.self) { try YAMLDecoder().decode(TriageRules.self, from: text) }
    }

    @Test("an error says rule, field and expectation")
    func description() {
        let error = TriageRulesError.invalid(rule: "a", field: "weight", expected: "a number")

        #expect(
            error.description
                == "Triage rule 'a', field 'weight': expected a number. Correct the file and load it again."
        )
    }

    @Test("two rules of one name are refused")
    func names() {
        let rule = TriageRule(id: "a", category: .other, anyOf: ["x"])
        let rules = TriageRules(version: "1", thresholds: .init(decide: 0.5, margin: 0), rules: [rule, rule])

        #expect(throws: TriageRulesError.invalid(rule: "a", field: "id", expected: "a name no other rule has")) {
            try rules.validate()
        }
    }
}
