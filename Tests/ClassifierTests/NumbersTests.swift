import Contracts
import FoundationEssentials
import Harness
import Postgres
import Rig
import Testing
import Triage
import WorkerKit

@testable import Classifier

@Suite("Numbers of tickets", .freshDatabase, .freshBroker, .timeLimit(.minutes(2)))
struct NumbersTests {
    @Test("numbers of the opening message are stored with the document's version")
    func opening() async throws {
        let rig = try await Rig.make()
        try await ClassifierTests.store(1, "Order no. or 20260042, the display shows Ｅ07.", in: rig)
        try await Self.loadPatterns(3, rig)
        let worker = try await ClassifierTests.start(rig)

        try await rig.say([ClassifierTests.opening(1)])

        try await eventually("the ticket's row") { try await rig.number("SELECT count(*) AS n FROM triage") == 1 }
        await worker.stop()
        let extracted = try await Self.extracted(rig)
        #expect(extracted.map(\.kind) == ["order_number", "error_code"])
        #expect(extracted.map(\.value) == ["OR20260042", "E07"] && extracted.map(\.text) == ["or 20260042", "Ｅ07"])
        #expect(extracted.map(\.pattern) == ["order", "error"] && extracted.allSatisfy { $0.checked == .none })
        #expect(try await rig.number("SELECT extraction_version AS n FROM triage") == 3)
    }

    @Test("later messages add what is new, once")
    func later() async throws {
        let rig = try await Rig.make()
        try await ClassifierTests.store(1, "My order OR-20260042 is late.", in: rig)
        try await Self.loadPatterns(1, rig)
        let worker = try await ClassifierTests.start(rig)
        try await rig.say([ClassifierTests.opening(1)])
        try await eventually("the ticket's row") { try await rig.number("SELECT count(*) AS n FROM triage") == 1 }

        try await ClassifierTests.message(301, of: 1, "It shows E07. > My order OR-20260042 is late.", in: rig)
        try await ClassifierTests.message(302, of: 1, "And E07 again, then E08.", in: rig)
        try await ClassifierTests.message(303, of: 1, "or-20260042?", in: rig)
        try await rig.say([ClassifierTests.reply(1, message: 301), ClassifierTests.reply(1, message: 302)])
        try await rig.say([ClassifierTests.reply(1, message: 303), ClassifierTests.reply(1, message: 301)])

        try await eventually("three numbers") {
            try await rig.number("SELECT jsonb_array_length(extracted)::int8 AS n FROM triage") == 3
        }
        try await eventually("an empty queue") { try await rig.number("SELECT count(*) AS n FROM inbox") >= 5 }
        await worker.stop()
        #expect(Set(try await Self.extracted(rig).map(\.value)) == ["OR20260042", "E07", "E08"])
        #expect(try await Self.extracted(rig).count == 3)
    }

    @Test("a ticket keeps sixty-four numbers at most")
    func bounded() async throws {
        let rig = try await Rig.make()
        try await ClassifierTests.store(1, "Hello.", in: rig)
        try await Self.loadPatterns(1, rig)
        let worker = try await ClassifierTests.start(rig)
        try await rig.say([ClassifierTests.opening(1)])
        try await eventually("the ticket's row") { try await rig.number("SELECT count(*) AS n FROM triage") == 1 }
        try await rig.database.execute(
            """
            UPDATE triage SET extracted = (SELECT jsonb_agg(jsonb_build_object('kind', 'x', 'value', n::text, 'text', '',
                'pattern', '', 'checked', 'none')) FROM generate_series(1, 63) n)
            """
        )

        try await ClassifierTests.message(301, of: 1, "E01 E02 E03", in: rig)
        try await rig.say([ClassifierTests.reply(1, message: 301)])

        try await eventually("one more number") {
            try await rig.number("SELECT jsonb_array_length(extracted)::int8 AS n FROM triage") == 64
        }
        await worker.stop()
        #expect(try await Self.extracted(rig).last?.value == "E01")
    }

    @Test("without a document nothing is looked for")
    func none() async throws {
        let rig = try await Rig.make()
        try await ClassifierTests.store(1, "Order no. OR-20260042", in: rig)
        let worker = try await ClassifierTests.start(rig)

        try await rig.say([ClassifierTests.opening(1)])

        try await eventually("the ticket's row") {
            try await rig.number(
                "SELECT count(*) AS n FROM triage WHERE extracted = '[]' AND extraction_version IS NULL"
            ) == 1
        }
        await worker.stop()
    }

    private static func loadPatterns(_ version: Int, _ rig: Rig) async throws {
        let patterns = ExtractionPatterns(patterns: [
            ExtractionPattern(id: "order", kind: "order_number", pattern: "OR~d{8}"),
            ExtractionPattern(id: "error", kind: "error_code", pattern: "E~dd"),
        ])
        try await rig.database.execute(
            """
            INSERT INTO setup_document (kind, version, body, body_sha256, active, loaded_by)
            VALUES ('extraction', $1, $2, '\\x00', true, 'test')
            """,
            Int32(version),
            JSONText(String(decoding: try WireJSON.encode(patterns), as: UTF8.self))
        )
    }

    private static func extracted(_ rig: Rig) async throws -> [Extracted] {
        let rows = try await rig.database.rows("SELECT extracted FROM triage")
        let row = try #require(rows.first)
        let text: JSONText = try row("extracted")
        return try WireJSON.decode([Extracted].self, from: Array(text.text.utf8))
    }
}
