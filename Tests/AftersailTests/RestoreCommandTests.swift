import FoundationEssentials
import Harness
import Postgres
import Testing

@testable import Aftersail

@Suite("aftersail restore", .freshDatabase, .freshBroker)
struct RestoreCommandTests {
    @Test("a restore holds mails, skips numbers and says again what is missing")
    func begin() async throws {
        try await Self.store()
        _ = await aftersail("topology", "apply")

        let begun = await aftersail("restore", "begin", "--skip-numbers", "500", "--json")

        #expect(begun.code == 0, "\(begun.complaints)")
        #expect(begun.json["held"].whole == 1)
        #expect(await Queues.messages(in: "classifier.events").map(\.type) == ["ticket.opened.v1"])
        #expect(
            Set(await Queues.messages(in: "notifier.normal").map(\.type)) == [
                "ticket.replied.v1", "ticket.resolved.v1", "survey.invited.v1", "ticket.reopened.v1",
            ]
        )
        #expect(await Queues.messages(in: "survey.events").contains { $0.type == "ticket.resolved.v1" })
        #expect(try await values("SELECT state FROM notification").first?["state"].string == "uncertain")
        #expect(try await values("SELECT nextval('ticket_sequence') AS n").first?["n"].whole == 501)
    }

    @Test("a restore is open until it is ended, and only one is")
    func open() async throws {
        _ = await aftersail("topology", "apply")

        let codes = [
            await aftersail("restore", "end").code, await aftersail("restore", "begin").code,
            await aftersail("restore", "begin").code, await aftersail("restore", "end").code,
            await aftersail("restore", "end").code,
        ]

        #expect(codes == [77, 0, 77, 0, 77])
    }

    @Test(
        "mails that the relay's log lists count as sent, also with a token of another key, the rest is sent again",
        arguments: ["", ".ragmaaaaaabyabaaaaaaaaaaailwdhao66j74uuisjy"]
    )
    func reconcile(token: String) async throws {
        let name = "n.0123456789abcdef0123456789abcdef"
        try await StoreFixture.storeTicket()
        try await StoreFixture.storeNotification("sending")
        try await withOwner { try await $0.execute("UPDATE notification SET mail_id = '<\(name)@x.example>'") }
        _ = await aftersail("topology", "apply")
        _ = await aftersail("restore", "begin", "--say-again", "0")
        _ = await Queues.messages(in: "notifier.normal")

        let none = await aftersail(
            "notification",
            "reconcile",
            "-",
            "--json",
            input: "<n.2@x.example>\n<\(name.dropLast())0@x.example>\n"
        )
        let one = await aftersail(
            "notification",
            "reconcile",
            "-",
            "--json",
            input: " <\(name)\(token)@x.example> \n\n"
        )
        let again = await aftersail("notification", "resend", "--held", "--json")

        #expect([none, one, again].map { $0.json["count"].whole } == [0, 1, 1])
        let asked = await Queues.messages(in: "notifier.normal").map { String(decoding: $0.body, as: UTF8.self) }
        #expect(asked.count == 2)
        #expect(asked.contains { $0.contains(#""outcome":"sent""#) })
        #expect(asked.contains { $0.contains(#""outcome":"resend""#) })
        #expect(await aftersail("notification", "resend").code == 64)
    }

    /// A reopened ticket with a reply and another that is resolved, a survey that was asked for, a mail under way.
    private static func store() async throws {
        try await StoreFixture.storeTicket()
        try await StoreFixture.storeNotification("sending")
        try await StoreFixture.storeSurvey()
        try await withOwner { database in
            try await database.script(
                """
                INSERT INTO ticket_state (ticket_id, status, version, cycle) SELECT id, 'open', 4, 2 FROM ticket;
                INSERT INTO ticket (id, number, customer_id, channel, account, external_id, machine, received_at, clock_start)
                SELECT gen_random_uuid(), 'AS-2', customer_id, channel, account, 'x-2', false, received_at, clock_start
                FROM ticket;
                INSERT INTO ticket_state (ticket_id, status, version, cycle, resolved_at)
                SELECT id, 'resolved', 1, 1, aftersail.now() FROM ticket WHERE number = 'AS-2';
                INSERT INTO desk_entry (id, ticket_id, kind, author, body)
                SELECT first_uuid_at(aftersail.now()), id, 'reply', 'agent:li.wei', 'words' FROM ticket
                WHERE number <> 'AS-2';
                """
            )
        }
    }
}
