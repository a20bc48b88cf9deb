import BusinessTime
import Contracts
import FoundationEssentials
import Testing

@testable import Aftersail

@Suite("aftersail sla due and elapsed")
struct SLACaseTests {
    private static let folder = Place.root + "/Tests/AftersailTests/BusinessCases"

    /// From the environment, or beside the repository.
    static let shared: String? = {
        let named = ProcessInfo.processInfo.environment["AFTERSAIL_SLA_CASES"]
        let candidates = [named, Place.root + "/../shared/data/sla"].compactMap { $0 }
        return candidates.first { FileManager.default.fileExists(atPath: "\($0)/cases.jsonl") }
    }()

    @Test("every case gets its answer, however the input is cut", arguments: [1, 7, 64, 100_000])
    func cut(piece: Int) async throws {
        try await Self.check(Self.folder, "due", piece: piece)
    }

    @Test(
        "all shared cases get their answers",
        .enabled(if: shared != nil, "set AFTERSAIL_SLA_CASES to the folder with cases.jsonl")
    )
    func all() async throws {
        let folder = try #require(Self.shared)
        let count = try await Self.check(folder, "elapsed", piece: 4_096)
        #expect(count >= 200)
    }

    @Test("a bad line gets an error with its number and the others go on")
    func bad() async {
        let lines = [
            #"{"id":1,"calendar":"de-office","start":"2024-06-03T07:00:00Z","minutes":1}"#,
            #"{"id":2,"calendar":"de-office","start":"2024-06-03T07:00:00Z","minutes":1.5}"#,
            "",
            #"{"id":{"a":[4]},"calendar":"nowhere","start":"2024-06-03T07:00:00Z","minutes":1}"#,
            #"{"id":5"#,
            #"{"id":6,"calendar":"de-office","start":"today","minutes":1}"#,
            #"{"id":7,"op":"elapsed","calendar":"de-office","start":"2024-06-03T07:00:00Z","minutes":1}"#,
            #"{"id":8,"calendar":"de-office","start":"2024-06-03T07:00:00Z","minutes":1,"pauses":[[null,null]]}"#,
            #"{"\u0069d":"nine","calendar":"de-office","start":"2024-06-03 09:00:00.5+02:00","minutes":1,"why":"é\n"}"#,
        ]

        let run = await aftersail(
            "sla",
            "due",
            "--calendars",
            Self.folder + "/calendars.json",
            "--jsonl",
            input: lines.joined(separator: "\n")
        )

        let answers = run.output.split(separator: "\n").map { (try? JSONDocument(Array($0.utf8)).root) ?? .null }
        #expect(run.code == 1)
        #expect(answers.count == 8)
        #expect(answers.first?["due"].string == "2024-06-03T07:01:00Z")
        #expect(answers.map { $0["line"].whole } == [nil, 2, 4, 5, 6, 7, 8, nil])
        #expect(answers.dropFirst().dropLast().allSatisfy { $0["error"].string != nil && $0["due"] == .null })
        #expect(answers[2]["id.a"].list == [.number("4")] && answers[2]["error"].string?.contains("nowhere") == true)
        #expect(answers.last?["due"].string == "2024-06-03T07:01:00.500000Z" && answers.last?["id"].string == "nine")
    }

    @Test("a line of any length takes bounded memory and one answer")
    func long() {
        var stream = CaseStream([:], standard: "due")
        let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 18)

        let early = (0..<9).flatMap { _ in stream.answers(piece) }
        let late = stream.answers(Array("\n{}\n".utf8))

        let answers = String(decoding: early + late, as: UTF8.self).split(separator: "\n")
        #expect(answers.count == 2)
        #expect(answers.first?.contains("longer than") == true && answers.last?.contains("\"line\":2") == true)
    }

    @Test("what the quick reader takes, the careful one reads alike")
    func alike() throws {
        let text = Place.text(Self.folder + "/cases.jsonl")

        for line in text.split(separator: "\n") {
            let bytes = Array(line.utf8)[...]
            var scanner = CaseScanner(bytes)
            let read = scanner.fields()
            let quick = try #require(read)
            let careful = try CaseFields(bytes)
            #expect(try quick.question("due") == careful.question("due"))
        }
    }

    @Test("usage and unreadable calendars have exit codes of their own")
    func usage() async throws {
        let folder = try Place.folder([
            "bad.json": #"{"x": {"tz": "Mars/Olympus", "hours": {}}}"#, "empty.json": "{}",
            "named.yaml": "calendars: { x: { tz: UTC, hours: {}, holidayFiles: [a.ics] } }",
        ])
        defer { Place.remove(folder) }

        let form = await aftersail("sla", "due", "--calendars", "x")
        let missing = await aftersail("sla", "due", "--calendars", folder + "/none", "--jsonl")
        let bad = await aftersail("sla", "elapsed", "--calendars", folder + "/bad.json", "--jsonl")
        let empty = await aftersail("sla", "elapsed", "--calendars", folder + "/empty.json", "--jsonl")
        let setup = await aftersail("sla", "due", "--calendars", Place.setup + "/calendars.yaml", "--jsonl")

        #expect(form.code == 64 && form.complaints.contains("--jsonl"))
        let named = await aftersail("sla", "due", "--calendars", folder + "/named.yaml", "--jsonl")
        #expect(named.code == 65 && named.complaints.contains("setup export"))
        #expect([missing.code, bad.code, empty.code, setup.code] == [65, 65, 65, 65])
        #expect(bad.complaints.contains("x: time zone 'Mars/Olympus'"))
    }

    /// Answers a folder's cases and returns how many there are.
    @discardableResult
    private static func check(_ folder: String, _ command: String, piece: Int) async throws -> Int {
        let text = Place.text(folder + "/cases.jsonl")
        let run = await aftersail(
            "sla",
            command,
            "--calendars",
            folder + "/calendars.json",
            "--jsonl",
            input: text,
            piece: piece
        )
        let cases = try text.split(separator: "\n").map { try JSONDocument(Array($0.utf8)).root }
        let answers = try run.output.split(separator: "\n").map { try JSONDocument(Array($0.utf8)).root }
        #expect(run.code == 0 && answers.count == cases.count)
        for (asked, answer) in zip(cases, answers) {
            let expected: [String: JSONValue] =
                asked["op"].string == "due"
                ? ["id": asked["id"], "due": asked["expect"]]
                : ["id": asked["id"], "elapsed_seconds": asked["expect_seconds"]]
            #expect(answer == .object(expected), "\(asked["id"].shown)")
        }
        return cases.count
    }
}
