import Contracts
import FoundationEssentials
import Harness
import Postgres
import Proving
import Testing
import Tickets

/// The README's story, told by the command line alone while all six workers run.
@Suite("A ticket's life by command line", .freshDatabase, .freshBroker, .timeLimit(.minutes(5)))
struct LifeTests {
    private static let message = """
        { "channel": "email", "account": "support@aftersail.example", "externalId": "<life-1@mail.example>",
          "receivedAt": "NOW", "locale": "zh-CN", "country": "SG",
          "sender": { "name": "陈思雨", "email": "siyu.chen@mail.example" },
          "subject": "咖啡机漏水", "body": "您好，咖啡机用了两周就漏水，现在无法启动，请尽快处理。" }
        """

    @Test("goes in Chinese from the message to a low score's follow-up")
    func chinese() async throws {
        let pipeline = try await Pipeline.prepare(
            databaseURL: TestDatabase.url,
            brokerURL: TestBroker.url,
            setup: try SampleSetup.folder(),
            variables: ["AFTERSAIL_SURVEY_DELAY": "0s"]
        )
        try await pipeline.start()
        let request = Self.message.replacing("NOW", with: RFC3339.text(Date()))

        _ = try Self.run(pipeline, ["submit", "-"], input: request)
        try await eventually("assigned and acknowledged in Chinese") {
            await pipeline.number(
                """
                SELECT count(*) AS n FROM ticket_overview o
                JOIN notification n ON n.ticket_id = o.id AND n.template LIKE 'acknowledgement%' AND n.language = 'zh'
                WHERE o.acknowledged_at IS NOT NULL AND o.agent IS NOT NULL AND o.language = 'zh'
                """
            ) == 1
        }
        let rows = try await pipeline.database.rows("SELECT number, category FROM ticket_overview")
        let number: String = try rows[0]("number")
        #expect(try rows[0]("category") as String? != nil)
        #expect(try Self.run(pipeline, ["ticket", "show", number]).contains("咖啡机漏水"))

        _ = try Self.run(pipeline, ["ticket", "reply", number, "您好，请先断电，并拍一张照片发给我们。", "--as", "agent:agent1"])
        _ = try Self.run(
            pipeline,
            ["ticket", "propose", number, "我们免费更换密封圈。", "--solution", "part_replacement", "--as", "agent:agent1"]
        )
        _ = try Self.run(pipeline, ["ticket", "accept", number, "可以，谢谢。"])
        try await eventually("the survey's invitation") {
            await pipeline.number(
                """
                SELECT count(*) AS n FROM survey s JOIN notification n ON n.ticket_id = s.ticket_id
                WHERE s.state = 'invited' AND n.template = 'survey_invitation' AND n.language = 'zh' AND n.state = 'sent'
                """
            ) == 1
        }
        _ = try Self.run(pipeline, ["survey", "answer", number, "2", "--comment", "等得太久了"])

        try await eventually("the lead's follow-up") {
            await pipeline.number(
                """
                SELECT count(*) AS n FROM follow_up f JOIN notification n ON n.ticket_id = f.ticket_id
                WHERE f.score = 2 AND n.template = 'low_score_followup' AND n.state = 'sent'
                """
            ) == 1
        }
        _ = try Self.run(pipeline, ["ticket", "close", number])
        try await eventually("the end") {
            await pipeline.number("SELECT count(*) AS n FROM ticket_overview WHERE status = 'closed'") == 1
        }
        #expect(try Self.run(pipeline, ["survey", "list", "--ticket", number]).contains("等得太久了"))
        try await eventually("nothing is open in dispatch and clocks") {
            let held = await pipeline.number("SELECT COALESCE(sum(load), 0)::bigint AS n FROM agent_load")
            let running = await pipeline.number(
                "SELECT count(*) AS n FROM sla_clock WHERE state IN ('running', 'paused')"
            )
            return (held, running) == (0, 0)
        }
        #expect(await pipeline.number("SELECT count(*) AS n FROM parked_message") == 0)
        _ = try await pipeline.stop()
    }

    private static let invoice = """
        { "channel": "email", "account": "support@aftersail.example", "externalId": "<bill-1@mail.example>",
          "receivedAt": "NOW", "locale": "en", "country": "SG",
          "sender": { "name": "Siyu Chen", "email": "siyu.chen@mail.example" },
          "subject": "Invoice", "body": "Please send me the invoice for my order, I need it for the tax office." }
        """

    @Test("what nobody can do waits until somebody says what it is really about")
    func corrected() async throws {
        let pipeline = try await Pipeline.prepare(
            databaseURL: TestDatabase.url,
            brokerURL: TestBroker.url,
            setup: try SampleSetup.folder(agents: 1, skills: [.technicalFault])
        )
        try await pipeline.start()
        let request = Self.invoice.replacing("NOW", with: RFC3339.text(Date()))
        _ = try Self.run(pipeline, ["submit", "-"], input: request)
        try await eventually("it waits") {
            await pipeline.number(
                "SELECT count(*) AS n FROM waiting_ticket w JOIN triage g USING (ticket_id) WHERE g.category = 'billing'"
            ) == 1
        }
        let rows = try await pipeline.database.rows("SELECT number, priority FROM ticket_overview")
        let (number, priority): (String, Int) = (try rows[0]("number"), try rows[0]("priority"))

        _ = try Self.run(pipeline, ["ticket", "correct", number, "--category", "technical_fault"])

        try await eventually("somebody has it") {
            await pipeline.number(
                "SELECT count(*) AS n FROM ticket_overview WHERE agent = 'agent1' AND category = 'technical_fault'"
            ) == 1
        }
        let explained = try Self.run(pipeline, ["dispatch", "explain", number])
        #expect(explained.contains("technical_fault") && explained.contains("Agent 1"), "\(explained)")

        _ = try Self.run(pipeline, ["customer", "set", "siyu.chen@mail.example", "--level", "vip"])
        _ = try Self.run(pipeline, ["submit", "-"], input: request.replacing("bill-1", with: "bill-2"))
        try await eventually("a VIP's is more urgent") {
            await pipeline.number("SELECT count(*) AS n FROM triage WHERE priority = \(priority - 1)") == 1
        }
        _ = try await pipeline.stop()
    }

    private static func run(_ pipeline: Pipeline, _ arguments: [String], input: String? = nil) throws -> String {
        let result = try pipeline.command(arguments, input: input)
        #expect(result.status == 0, "aftersail \(arguments.joined(separator: " ")): \(result.output)")
        return result.output
    }
}
