import Contracts
import FoundationEssentials
import Testing

@testable import Aftersail

@Suite("aftersail triage", .timeLimit(.minutes(2)))
struct TriageCommandTests {
    private let folder: String

    init() throws {
        folder = try Place.folder([
            "texts.jsonl": Self.lines, "en.tsv": "invoice\tinvoice*\tRechnung*\nparcel\tparcel*\tPaket*\n",
        ])
    }

    @Test("what was trained is examined and sorts texts")
    func wholeWay() async throws {
        let trained = await train("--lexicon", folder, "--json")
        let examined = await aftersail("triage", "eval", folder + "/texts.jsonl", "--model", model, "--json")
        let sorted = await aftersail(
            "triage",
            "classify",
            "--jsonl",
            "--model",
            model,
            input: """
                {"id": 7, "subject": "invoice 12", "text": "this invoice is wrong, please correct the amount"}
                {"id": "b", "text": "where is my parcel, it was not delivered"}

                """
        )

        #expect(trained.code == 0, "\(trained.complaints)")
        #expect(trained.json["texts"] == .number("24"))
        #expect(examined.json["all"]["texts"] == .number("24"))
        #expect(examined.json["categories"]["billing"]["accuracy"] == .number("1.0000"))
        let answers = try sorted.output.split(separator: "\n").map { try JSONDocument(Array($0.utf8)).root }
        #expect(answers.map { $0["category"] } == [.string("billing"), .string("logistics")])
        #expect(answers.map { $0["id"] } == [.number("7"), .string("b")])
        #expect(answers.allSatisfy { $0["language"] == .string("en") && $0["decided_by"] == .string("model") })
        #expect(answers[0]["evidence"].text.contains("invoice"))
        #expect(sorted.code == 0)
    }

    @Test("the same texts give the same file")
    func reproducible() async throws {
        _ = await train()
        let first = FileManager.default.contents(atPath: model)
        _ = await train()

        #expect(first != nil && FileManager.default.contents(atPath: model) == first)
    }

    @Test("a line that is no message gets an error with its number and the others go on", arguments: [1, 5, 4_096])
    func badLines(piece: Int) async throws {
        _ = await train()

        let run = await aftersail(
            "triage",
            "classify",
            "--jsonl",
            "--model",
            model,
            input: "{\"id\":1}\n\nnone\n{\"id\":2,\"text\":\"invoice\"}\n[1]\n{\"id\":3,\"text\":\"parcel",
            piece: piece
        )

        let answers = try run.output.split(separator: "\n").map { try JSONDocument(Array($0.utf8)).root }
        #expect(answers.map { $0["line"].text } == ["1", "3", "null", "5", "6"])
        #expect(answers[0]["error"] == .string(#"text is missing; write {"id": …, "text": …}"#))
        #expect(answers[0]["id"] == .number("1"))
        #expect(run.code == 1)
    }

    @Test("without a model the rules decide, and what neither knows is left to a person")
    func rules() async throws {
        let run = await aftersail(
            "triage",
            "classify",
            "--jsonl",
            "--rules",
            Place.root + "/ops/setup/triage-rules.yaml",
            input: "{\"text\": \"smoke and fire, it does not start, error code E4, broken\"}\n{\"text\": \"…\"}\n"
        )

        let answers = try run.output.split(separator: "\n").map { try JSONDocument(Array($0.utf8)).root }
        #expect(answers[0]["category"] == .string("technical_fault"))
        #expect(answers[0]["safety"] == .bool(true) && answers[0]["priority"] == .number("1"))
        #expect(answers[1]["category"] == .null && answers[1]["abstained"] == .bool(true))
        #expect(answers[1]["decided_by"] == .string("person"))
    }

    @Test("with patterns each answer says which numbers the text names, without them none does")
    func numbers() async throws {
        let input = "{\"subject\": \"E07\", \"text\": \"order no. FR-559310, my bx 200\"}\n{\"text\": \"hello\"}\n"
        let file = Place.setup + "/extraction.yaml"

        let run = await aftersail("triage", "classify", "--jsonl", "--extraction", file, input: input)
        let without = await aftersail("triage", "classify", "--jsonl", input: input)

        let answers = try run.output.split(separator: "\n").map { try JSONDocument(Array($0.utf8)).root }
        #expect(
            answers[0]["extracted"].list.map(\.text) == [
                #"{"checked":"none","kind":"error_code","pattern":"error.display","text":"E07","value":"E07"}"#,
                #"{"checked":"none","kind":"order_number","pattern":"order.said","text":"FR-559310","value":"FR-559310"}"#,
                #"{"checked":"none","kind":"model","pattern":"model.ours","text":"bx 200","value":"BX200"}"#,
            ]
        )
        #expect(answers[1]["extracted"] == .array([]))
        #expect(run.code == 0 && !without.output.contains("extracted"))
    }

    @Test("a document of patterns that is none is named with pattern and what to write")
    func wrongPatterns() async throws {
        try Place.write("patterns: [{ id: my.code, kind: error_code, pattern: \"d+\" }]", to: folder + "/wrong.yaml")
        try Place.write("patterns: [{ id: my.code, kind: error_code, patern: \"dd\" }]", to: folder + "/misspelt.yaml")

        let wrong = await aftersail("triage", "classify", "--jsonl", "--extraction", folder + "/wrong.yaml")
        let misspelt = await aftersail("triage", "classify", "--jsonl", "--extraction", folder + "/misspelt.yaml")

        #expect(
            wrong.code == 65 && wrong.complaints.contains("wrong.yaml: Extraction pattern 'my.code', field 'pattern'")
        )
        #expect(misspelt.code == 65 && misspelt.complaints.contains("patterns[0].patern: There is no field 'patern'"))
    }

    @Test("texts and files that are none are named with what to do")
    func mistakes() async throws {
        try Place.write("{\"text\": \"x\"}\n", to: folder + "/bad.jsonl")
        try Place.write("no model", to: folder + "/bad.model")

        let unlabelled = await aftersail("triage", "train", folder + "/bad.jsonl", "--out", model)
        let nowhere = await aftersail("triage", "train", folder + "/nowhere", "--out", model)
        let noModel = await aftersail("triage", "eval", folder + "/texts.jsonl", "--model", folder + "/bad.model")
        let noForm = await aftersail("triage", "classify", "--model", folder + "/bad.model")

        #expect(unlabelled.code == 65 && unlabelled.complaints.contains("bad.jsonl, line 1"))
        #expect(nowhere.code == 65 && nowhere.complaints.contains("there is no"))
        #expect(noModel.code == 65 && noModel.complaints.contains("aftersail triage train"))
        #expect(noForm.code == 64)
        #expect(!FileManager.default.fileExists(atPath: model))
    }

    private var model: String { folder + "/triage.model" }

    private func train(_ more: String...) async -> CommandRun {
        await aftersail(["triage", "train", folder + "/texts.jsonl", "--out", model, "--bits", "12"] + more)
    }

    private static let lines: String = {
        let billing = [
            "the invoice is wrong", "invoice charged twice", "please correct my invoice", "I paid this invoice already",
            "the amount on the invoice", "we need the invoice again", "no invoice came with it", "invoice without tax",
            "who paid the invoice", "an invoice for last month", "wrong amount charged", "tax on the invoice",
        ]
        let logistics = [
            "the parcel is late", "where is my parcel", "parcel not delivered", "our parcel went to another house",
            "the driver left the parcel outside", "tracking of the parcel", "parcel stuck in customs",
            "when will it be delivered", "parcel came damaged", "deliver to our house", "two parcels are missing",
            "delivered to the wrong door",
        ]
        let all = billing.map { ($0, "billing") } + logistics.map { ($0, "logistics") }
        return all.map { #"{"text": "\#($0.0)", "category": "\#($0.1)", "language": "en"}"# + "\n" }.joined()
    }()
}
