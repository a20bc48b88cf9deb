import Contracts
import FoundationEssentials
import Harness
import Postgres
import Testing

@testable import Aftersail

@Suite("aftersail quarantine, parked, notification and survey", .freshDatabase, .freshBroker)
struct RecordsTests {
    let id = StoreFixture.name(StoreFixture.ticket)

    @Test("a refused message is replayed with a mended file")
    func quarantine() async throws {
        try await StoreFixture.storeQuarantined(#"{"a": 1}"#)
        _ = await aftersail("topology", "apply")
        let folder = try Place.folder(["mended.json": #"{"body": "mended"}"#])
        defer { Place.remove(folder) }

        let list = await aftersail("quarantine", "list", "--json")
        let show = await aftersail("quarantine", "show", id)
        let replay = await aftersail("quarantine", "replay", id, "--with", "\(folder)/mended.json")
        let again = await aftersail("quarantine", "replay", id)

        #expect(list.json.list.first?["errors"].list.first?["field"].string == "body")
        #expect(show.output.contains(#"{"a": 1}"#))
        #expect(replay.code == 0, "\(replay.complaints)")
        #expect(await Queues.messages(in: "intake.requests").map(\.body) == [Array(#"{"body": "mended"}"#.utf8)])
        #expect(again.code == 77 && again.complaints.contains("nothing was changed"))
        #expect(
            try await values("SELECT state, settled_by FROM quarantine").first?.text
                == #"{"settled_by":"tester","state":"replayed"}"#
        )
    }

    @Test("a dropped message is no longer listed")
    func drop() async throws {
        try await StoreFixture.storeQuarantined(nil)

        let replay = await aftersail("quarantine", "replay", id)
        let drop = await aftersail("quarantine", "drop", id)
        let list = await aftersail("quarantine", "list")

        #expect(replay.code == 77 && replay.complaints.contains("--with"))
        #expect(drop.code == 0 && list.output == "nothing waits in quarantine\n")
    }

    @Test("a parked message goes back to its queue under a new id")
    func parked() async throws {
        try await StoreFixture.storeParked(queue: "survey.events", type: "survey.answered.v1", body: "{}")
        _ = await aftersail("topology", "apply")

        let list = await aftersail("parked", "list", "--worker", "survey")
        let show = await aftersail("parked", "show", id, "--json")
        let replay = await aftersail("parked", "replay", id)

        let messages = await Queues.messages(in: "survey.events")
        #expect(list.output.contains("no such survey") && show.json["body"].string == "{}")
        #expect(replay.code == 0, "\(replay.complaints)")
        #expect(messages.count == 1 && messages.first?.type == "survey.answered.v1")
        #expect(
            messages.first?.id != "old-id"
                && messages.first.flatMap { $0.id }.flatMap { UUID(uuidString: $0) }?.version7Date != nil
        )
        #expect(try await values("SELECT state FROM parked_message").first?["state"].string == "replayed")
        #expect(await aftersail("parked", "drop", id).code == 77)
    }

    @Test("a message that no queue took goes where it was sent")
    func unroutable() async throws {
        let type = "ticket.classified.v1"
        try await StoreFixture.storeParked(queue: "aftersail.dead", type: type, body: "{}", key: "normal.\(type)")
        _ = await aftersail("topology", "apply")

        let replay = await aftersail("parked", "replay", id)

        let messages = await Queues.messages(in: "dispatcher.normal")
        #expect(replay.code == 0, "\(replay.complaints)")
        #expect(messages.map(\.type) == [type] && messages.first?.id != "old-id")
        #expect(await Queues.messages(in: "aftersail.dead").isEmpty)
    }

    @Test("an uncertain mail is settled by a person")
    func notification() async throws {
        try await StoreFixture.storeTicket()
        try await StoreFixture.storeNotification("uncertain")
        _ = await aftersail("topology", "apply")

        let list = await aftersail("notification", "list", "--state", "uncertain", "--json")
        let show = await aftersail("notification", "show", id)
        let settle = await aftersail("notification", "settle", id, "sent")
        let usage = await aftersail("notification", "settle", id, "maybe")

        #expect(list.json.list.first?["ticket"].string == StoreFixture.number)
        #expect(show.output.contains("text of the mail"))
        #expect(settle.code == 0 && usage.code == 64)
        let asked = await Queues.messages(in: "notifier.normal").first
        #expect(asked?.type == "notification.settle-requested.v1")
        #expect(asked.map { String(decoding: $0.body, as: UTF8.self).contains(#""outcome":"sent""#) } == true)
    }

    @Test("a low score given by phone reaches the survey")
    func survey() async throws {
        try await StoreFixture.storeTicket()
        try await StoreFixture.storeSurvey()
        _ = await aftersail("topology", "apply")

        let answer = await aftersail("survey", "answer", StoreFixture.number, "1", "--comment", "太慢了", "--json")
        let list = await aftersail("survey", "list", "--ticket", StoreFixture.number, "--json")

        #expect(answer.code == 0, "\(answer.complaints)")
        #expect(list.json.list.count == 1)
        #expect(try await values("SELECT score, comment FROM survey_answer").first?["comment"].string == "太慢了")
        #expect(await Queues.messages(in: "survey.events").map(\.type) == ["survey.answered.v1"])
    }

    @Test("an address that declined surveys is shown, and asked again once its owner wants it")
    func declinedSurveys() async throws {
        try await StoreFixture.storeTicket()
        try await withOwner { database in
            try await database.execute(
                "INSERT INTO survey_refusal (address, ticket_id, created_at) SELECT 'lan@e.example', id, opened_at FROM ticket"
            )
        }
        _ = await aftersail("topology", "apply")

        let before = await aftersail("survey", "declined", "--json")
        let allowed = await aftersail("survey", "allow", "Lan@E.example", "--json")
        let again = await aftersail("survey", "allow", "lan@e.example", "--json")
        let after = await aftersail("survey", "declined", "--json")
        let wrong = await aftersail("survey", "allow", "nobody")

        #expect(before.json.list.map { $0["address"].string } == ["lan@e.example"])
        #expect([allowed, again].map { $0.json["changed"].truth } == [true, false])
        #expect(after.json.list.isEmpty)
        #expect(wrong.code == 65, "\(wrong.complaints)")
        let noted = try await values("SELECT actor FROM ticket_event WHERE kind = 'surveys_allowed'")
        #expect(noted.count == 1 && noted.first?["actor"].string?.hasPrefix("operator:") == true)
    }

    @Test("without a broker the change stands and says so")
    func brokerAway() async throws {
        try await StoreFixture.storeTicket()

        let run = await aftersail("ticket", "close", StoreFixture.number, "--broker-url", "amqp://127.0.0.1:1/")

        #expect(run.code == 0 && run.complaints.contains("stay in the outbox"))
        #expect(try await values("SELECT status FROM ticket_state").first?["status"].string == "closed")
    }
}
