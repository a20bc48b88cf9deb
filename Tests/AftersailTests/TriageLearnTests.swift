import Contracts
import FoundationEssentials
import Harness
import Postgres
import Testing

@testable import Aftersail

@Suite("aftersail triage train --with-corrections", .freshDatabase, .freshBroker, .timeLimit(.minutes(2)))
struct TriageLearnTests {
    private let folder: String

    init() throws {
        let lines = (0..<8).flatMap { number in
            [
                #"{"text": "the invoice is wrong \#(number)", "category": "billing"}"#,
                #"{"text": "the parcel is late \#(number)", "category": "logistics"}"#,
            ]
        }
        folder = try Place.folder([
            "texts.jsonl": lines.joined(separator: "\n"),
            "test.jsonl": #"{"text": "GLORP  again", "category": "billing"}"#,
        ])
    }

    @Test("what a person named is learned, and the same corrections give the same bytes")
    func learned() async throws {
        try await Self.correct("glorp glorp glorp", as: "billing")

        let plain = await train("plain")
        let once = await train("once", "--with-corrections", "--correction-weight", "5")
        _ = await train("light", "--with-corrections")
        let again = await train("again", "--with-corrections", "--correction-weight", "5")

        #expect(once.code == 0, "\(once.complaints)")
        #expect(plain.json["corrections"] == .number("0") && once.json["corrections"] == .number("1"))
        #expect(bytes("once") == bytes("again") && bytes("once") != bytes("plain") && bytes("once") != nil)
        #expect(again.json["version"] == once.json["version"])
        #expect(bytes("light") != bytes("once"))
        let learned = await guess("glorp", "once")
        #expect(learned.category == "billing" && learned.confidence > 0.7)
        #expect(await guess("glorp", "plain").confidence < 0.7)
    }

    @Test("a corrected text that is examined with is left out")
    func leftOut() async throws {
        try await Self.correct("glorp again", as: "billing")

        let run = await train("model", "--with-corrections", "--without", folder + "/test.jsonl")

        #expect(run.json["corrections"] == .number("0") && run.json["left_out"] == .number("1"))
    }

    @Test("without a database nothing is trained")
    func noDatabase() async throws {
        let run = await aftersail(
            ["triage", "train", folder + "/texts.jsonl", "--out", folder + "/no", "--with-corrections"],
            environment: ["AFTERSAIL_DATABASE_URL": ""]
        )

        #expect(run.code == 65 && run.complaints.contains("AFTERSAIL_DATABASE_URL"))
        #expect(!FileManager.default.fileExists(atPath: folder + "/no"))
    }

    private func train(_ name: String, _ more: String...) async -> CommandRun {
        await aftersail(
            ["triage", "train", folder + "/texts.jsonl", "--out", "\(folder)/\(name)", "--bits", "12", "--json"] + more
        )
    }

    private func bytes(_ name: String) -> Data? { FileManager.default.contents(atPath: "\(folder)/\(name)") }

    /// A model's best guess.
    private func guess(_ text: String, _ name: String) async -> (category: String?, confidence: Double) {
        let run = await aftersail(
            ["triage", "classify", "--jsonl", "--model", "\(folder)/\(name)"],
            input: "{\"text\": \"\(text)\"}\n"
        )
        guard case .number(let digits) = run.json["confidence"] else { return (nil, 0) }
        return (run.json["category"].string, Double(digits) ?? 0)
    }

    /// A sorted ticket with this message that somebody corrects twice; the last word counts.
    private static func correct(_ text: String, as category: String) async throws {
        try await StoreFixture.storeTicket()
        try await withOwner { database in
            try await database.execute("UPDATE message SET body = $1", text)
            try await database.execute(
                """
                INSERT INTO triage (ticket_id, message_id, category, confidence, abstained, candidates, language,
                    language_confidence, urgency, impact, priority, sentiment, safety, lane, rules_version, evidence)
                VALUES ($1, $1, NULL, 0.2, true, '[]', 'en', 1, 'medium', 'one', 3, 'neutral', false, 'normal', '1', '[]')
                """,
                StoreFixture.ticket
            )
        }
        for named in ["logistics", category] {
            let run = await aftersail(
                "ticket",
                "correct",
                StoreFixture.number,
                "--category",
                named,
                "--as",
                "agent:li.wei"
            )
            #expect(run.code == 0, "\(run.complaints)")
        }
    }
}
