import Contracts
import FoundationEssentials
import Harness
import Testing

@testable import Aftersail

@Suite("aftersail submit", .freshDatabase, .freshBroker)
struct SubmitTests {
    @Test("each message gets intake's answer")
    func answers() async throws {
        let folder = try Place.folder(["many.json": #"[{"body": "a"}, {"body": "b"}]"#, "one.json": #"{"text": "c"}"#])
        defer { Place.remove(folder) }
        _ = await aftersail("topology", "apply")

        async let intake: Void = Queues.answer(3)
        let run = await aftersail("submit", "\(folder)/many.json", "\(folder)/one.json", "--json", "--timeout", "20")
        try await intake

        let results = run.json.list
        #expect(results.map { $0["accepted"].truth } == [true, true, false], "\(run.output)\(run.complaints)")
        #expect(results[1]["duplicate"].truth == true && results[0]["ticket"].string == "AS-00000000")
        #expect(results[2]["errors"].list.first?["field"].string == "body")
        #expect(run.code == 65)
    }

    @Test("silence ends with the deadline, without losing the message")
    func silence() async throws {
        _ = await aftersail("topology", "apply")

        let run = await aftersail("submit", "-", "--timeout", "1", input: #"{"body": "a"}"#)
        let sent = await aftersail("submit", "-", "--no-wait", input: "{\"body\": \"a\"}\n{\"body\": \"b\"}\n")

        #expect(run.code == 75 && run.complaints.contains("safe in the queue"))
        #expect(sent.code == 0 && sent.output.contains("stdin:2  queued"))
        #expect(await Queues.messages(in: "intake.requests").count == 3)
    }

    @Test("files that are no JSON are bad data with the line")
    func badFiles() async throws {
        let run = await aftersail("submit", "-", input: "{\"a\": 1}\n{\"b\": }\n")
        let missing = await aftersail("submit", "/nonexistent.json")
        let away = await aftersail("submit", "-", "--timeout", "1", "--broker-url", "amqp://127.0.0.1:1/", input: "{}")

        #expect(run.code == 65 && run.complaints.contains("line 2"))
        #expect(missing.code == 65)
        #expect(away.code == 69, "\(away.complaints)")
    }
}
