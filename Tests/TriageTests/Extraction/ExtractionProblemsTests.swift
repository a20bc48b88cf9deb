import Testing
import Yams

@testable import Triage

@Suite("Extraction document")
struct ExtractionProblemsTests {
    @Test(
        "each fault is told with pattern, field and what to write",
        arguments: [
            (["id": "Order"], "id", "a-z, 0-9"), (["kind": "orderNumber"], "kind", "such as order_number"),
            (["pattern": "or-d"], "pattern", "capital letters"), (["pattern": "'aax{4}'"], "pattern", "plain words"),
            (["pattern": "'d{5}'"], "pattern", "short numbers are everywhere"),
            (["pattern": "Z"], "pattern", "at least 2"),
            (["pattern": "'d{33}d{32}'"], "pattern", "at most 64"), (["labels": "['*']"], "labels", "not '*'"),
            (["labels": "['a*b']"], "labels", "star only at the end"),
            (["labels": "['. -']"], "labels", "letters or digits"),
            (["within": "0"], "within", "1 to 200"), (["checkSkip": "2"], "checkSkip", "checkDigit beside"),
            (["checkDigit": "luhn", "checkSkip": "33"], "checkSkip", "0 to 32"),
            (["checkDigit": "luhn"], "pattern", "checkSkip pass over"),
            (["pattern": "'x{0,30}dx{20}'", "labels": "[order]"], "pattern", "a simpler pattern"),
        ]
    )
    func faults(fault: [String: String], field: String, expected: String) throws {
        let problems = try Self.decoded(fault).problems()

        #expect(problems.count == 1, "\(problems)")
        #expect(problems.first?.description.contains("field '\(field)'") == true, "\(problems)")
        #expect(problems.first?.description.contains(expected) == true, "\(problems)")
    }

    @Test("a sound document has none, and an empty one is sound")
    func sound() throws {
        #expect(try Self.decoded([:]).problems().isEmpty)
        #expect(try Self.decoded(["checkDigit": "luhn", "checkSkip": "2"]).problems().isEmpty)
        #expect(try Self.decoded(["pattern": "'d{4}'", "labels": "['№']"]).problems().isEmpty)
        #expect(ExtractionPatterns(patterns: []).problems().isEmpty)
    }

    @Test("two patterns of one name and more than sixty-four are told")
    func together() {
        let many = ExtractionPatterns(patterns: Array(repeating: ExtractorTests.order, count: 65))

        #expect(many.problems().count == 65)
        #expect(throws: ExtractionError.self) { try Extractor(many) }
    }

    @Test(
        "unknown names and missing fields are errors that say which there are",
        arguments: [
            (["checkDigit": "crc"], "luhn, gtin"), (["normalise": "[lower]"], "upper-case, drop-spaces"),
            (["label": "[x]"], "There is no field 'label'"),
        ]
    )
    func unknown(fault: [String: String], expected: String) {
        do {
            _ = try Self.decoded(fault)
            Issue.record("it was taken")
        } catch {
            #expect("\(error)".contains(expected), "\(error)")
        }
    }

    /// A sound pattern with some fields replaced.
    private static func decoded(_ fields: [String: String]) throws -> ExtractionPatterns {
        let members = ["id": "a", "kind": "order_number", "pattern": "'OR-d{8}'"].merging(fields) { $1 }
            .map { "\($0.key): \($0.value)" }
        return try YAMLDecoder().decode(
            ExtractionPatterns.self,
            from: "patterns: [{\(members.joined(separator: ", "))}]"
        )
    }
}
