import FoundationEssentials
import Harness
import Postgres
import Proving
import Testing

@Suite("Ways of mails from mailboxes to tickets", .freshDatabase, .freshBroker, .timeLimit(.minutes(5)))
struct PassageTests {
    @Test("a server that cannot tell of new mails is asked again and again")
    func polled() async throws {
        let world = try await World.make(
            ["AFTERSAIL_MAIL_POLL": "1s", "AFTERSAIL_MAIL_IDLE": "28m"],
            settings: "imap_capability = IMAP4rev1 SASL-IR LITERAL+"
        )
        try await world.start()
        try await eventually("the mailbox is looked at", within: .seconds(60)) { await world.lookedAt > 0 }
        let first = await world.lookedAt
        try await eventually("it is looked at again without news", within: .seconds(30)) {
            await world.lookedAt > first
        }

        try world.deliver(1...2)

        try await eventually("both are recorded", within: .seconds(30)) { await world.recorded == 2 }
        _ = try await world.pipeline.stop()
    }

    @Test("a mail that lies in two of our mailboxes makes one ticket", arguments: [true, false])
    func twice(asTheSameBytes isSame: Bool) async throws {
        let other = try await PrivateDovecot.start()
        let first = try await PrivateDovecot.start()
        let mail = World.mail(1, body: "The pump drips.\r\n")
        try first.deliver(mail)
        try other.deliver(isSame ? mail : "Received: by other.example; Mon, 16 Nov 2026 10:00:01 +0000\r\n" + mail)
        let world = try await World.make(ports: [first.port, other.port])

        try await world.start()

        try await eventually("both are recorded", within: .seconds(60)) { await world.recorded == 2 }
        try await eventually("what was handed on is settled", within: .seconds(30)) {
            let (left, tickets) = (
                await world.number("SELECT count(*) AS n FROM outbox_mailbox"),
                await world.number("SELECT count(*) AS n FROM ticket")
            )
            return left == 0 && tickets == 1
        }
        _ = try await world.pipeline.stop()
        #expect(await world.number("SELECT count(*) AS n FROM ticket") == 1)
        #expect(await world.number("SELECT count(*) AS n FROM message") == 1)
        #expect(await world.number("SELECT count(*) AS n FROM quarantine") == 0)
    }

    @Test("a mail whose record fails halfway is not passed by")
    func halfway() async throws {
        let world = try await World.make()
        try await world.pipeline.database.execute(
            """
            CREATE FUNCTION aftersail.refuse() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN RAISE EXCEPTION USING ERRCODE = ''disk_full'', MESSAGE = ''refused by the test''; END'
            """
        )
        try await world.pipeline.database.execute(
            """
            CREATE TRIGGER refuse BEFORE INSERT ON aftersail.outbox_mailbox
            FOR EACH ROW EXECUTE FUNCTION aftersail.refuse()
            """
        )
        try world.deliver(1...2)
        try await world.start()
        try await eventually("the first mail could not be recorded", within: .seconds(60)) {
            world.log.contains("cannot be read")
        }
        #expect(await world.recorded == 0)
        #expect(await world.number("SELECT last_uid AS n FROM mailbox") == 0)

        try await world.pipeline.database.execute("DROP TRIGGER refuse ON aftersail.outbox_mailbox")

        try await eventually("both mails are tickets", within: .seconds(60)) {
            await world.number("SELECT count(*) AS n FROM ticket") == 2
        }
        _ = try await world.pipeline.stop()
        #expect(try await world.outcomes() == ["handed_on", "handed_on"])
    }
}
