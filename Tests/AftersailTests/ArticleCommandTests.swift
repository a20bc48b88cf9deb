import Contracts
import FoundationEssentials
import Harness
import Testing

@testable import Aftersail

@Suite("aftersail triage articles", .timeLimit(.minutes(2)))
struct ArticleCommandTests {
    private static let filter = """
        id: filter
        version: 2
        texts:
          en:
            title: Changing the filter
            questions: [How do I change the filter?, How often is the filter changed?]
            answer: Pull it out.
        """
    private static let rules = """
        version: "1"
        thresholds: { decide: 0.5, margin: 0.1 }
        rules: [{ id: usage, category: usage_question, anyOf: [how do i], weight: 0.9 }]
        """

    @Test("articles that compete are named and end the check with 1")
    func check() async throws {
        let sound = try Place.folder(["filter.yaml": Self.filter])
        let rivals = try Place.folder([
            "filter.yaml": Self.filter, "twin.yaml": Self.filter.replacing("id: filter", with: "id: twin"),
        ])

        let good = await aftersail("triage", "articles", sound, "--check")
        let bad = await aftersail("triage", "articles", rivals, "--check")

        #expect(good.code == 0 && good.output.contains("no two articles compete"))
        #expect(bad.code == 1 && bad.output.contains("filter and twin compete in en: How do I change the filter?"))
    }

    @Test("an article that is none is named with its file and place")
    func faults() async throws {
        let folder = try Place.folder([
            "a.yaml": Self.filter.replacing("version: 2", with: "revision: 2"),
            "b.yaml": Self.filter.replacing("answer:", with: "reply:"),
        ])

        let run = await aftersail("triage", "articles", folder)

        #expect(run.code == 65)
        #expect(run.complaints.contains("a.yaml: ") && run.complaints.contains("'revision'"))
        #expect(run.complaints.contains("b.yaml: texts.en"))
    }

    @Test("texts are sorted with the article that answers, and examined against the right one")
    func classify() async throws {
        let folder = try Place.folder(["filter.yaml": Self.filter])
        let place = try Place.folder([
            "rules.yaml": Self.rules,
            "eval.jsonl": """
            {"text": "how do i change the filter", "article": "filter"}
            {"text": "where is my parcel", "article": null}

            """,
        ])
        let sources = ["--rules", place + "/rules.yaml"]

        let sorted = await aftersail(
            ["triage", "classify", "--jsonl", "--articles", folder] + sources,
            input: "{\"text\": \"how do i change the filter\"}\n{\"text\": \"how do i fly\"}\n"
        )
        let examined = await aftersail(
            ["triage", "articles", folder, "--eval", place + "/eval.jsonl", "--json"] + sources
        )

        let answers = try sorted.output.split(separator: "\n").map { try JSONDocument(Array($0.utf8)).root }
        #expect(answers[0]["article"]["id"] == .string("filter"))
        #expect(answers[0]["article"]["version"] == .number("2"))
        #expect(answers[0]["article"]["language"] == .string("en"))
        #expect(answers[1]["article"] == .null)
        #expect(examined.json["eval"]["right"] == .number("1"))
        #expect(examined.json["eval"]["precision"] == .number("1.0000"))
    }
}
