import Digest
import FoundationEssentials
import Harness
import Postgres
import Proving
import Testing

@Suite("Mailbox", .freshDatabase, .freshBroker, .timeLimit(.minutes(5)))
struct MailboxTests {
    /// `AFTERSAIL_TEST_MAILS` asks for more.
    private static let mails = ProcessInfo.processInfo.environment["AFTERSAIL_TEST_MAILS"].flatMap { Int($0) } ?? 200

    @Test("hundreds of mails come in once each, whatever is killed in the middle")
    func killed() async throws {
        let world = try await World.make()
        let mails = max(10, Self.mails)
        try world.deliver(1...mails / 2)
        try await world.start()
        try world.pipeline.spawn("mailbox", 2)

        for round in 1...4 {
            try await eventually("a part of the mails is recorded", within: .seconds(60)) {
                await world.recorded >= mails * round / 5
            }
            // Whichever of the two reads, the other takes over.
            world.pipeline.kill("mailbox", round.isMultiple(of: 2) ? 2 : 1)
            if round == 1 { try world.deliver(mails / 2 + 1...mails) }
            if round == 2 { try await world.dovecot.restart() }
            try world.pipeline.spawn("mailbox", round.isMultiple(of: 2) ? 2 : 1)
        }
        try await eventually("every mail is recorded", within: .seconds(90)) { await world.recorded == mails }
        try await eventually("every mail is a ticket", within: .seconds(60)) {
            await world.number("SELECT count(*) AS n FROM ticket") == mails
        }

        let even = try world.report()
        #expect(even.status == 0)
        #expect(even.line == World.Line(holds: mails, waiting: 0, handedOn: mails, stored: mails, missing: 0))
        _ = try await world.pipeline.stop()
        #expect(await world.number("SELECT count(DISTINCT external_id) AS n FROM message") == mails)
        #expect(await world.number("SELECT count(*) AS n FROM message") == mails)
        #expect(await world.number("SELECT count(*) AS n FROM mailbox_message WHERE outcome = 'handed_on'") == mails)
        #expect(await world.number("SELECT count(*) AS n FROM quarantine") == 0)
        #expect(world.dovecot.flags().allSatisfy { !$0.contains("S") })
    }

    @Test("the day's report ends with 1 when the ledger lacks a mail that the mailbox holds")
    func uneven() async throws {
        let world = try await World.make()
        try world.deliver(1...3)
        try await world.start()
        try await eventually("every mail is a ticket", within: .seconds(60)) {
            await world.number("SELECT count(*) AS n FROM ticket") == 3
        }
        _ = try await world.pipeline.stop()
        try await world.pipeline.database.execute("DELETE FROM mailbox_message WHERE uid = 2")
        try world.deliver(4...5)

        let report = try world.report()

        #expect(report.status == 1)
        #expect(report.line == World.Line(holds: 5, waiting: 2, handedOn: 2, stored: 2, missing: 1))
    }

    @Test("mails that are numbered anew are looked at again and handed on once")
    func renumbered() async throws {
        let world = try await World.make()
        try world.deliver(1...5)
        try await world.start()
        try await eventually("the mails are recorded", within: .seconds(60)) { await world.recorded == 5 }
        let old = await world.number("SELECT uid_validity AS n FROM mailbox")
        let deadline = ContinuousClock.now + .seconds(60)

        // Dovecot makes UIDVALIDITY of the second in which it first sees a mailbox.
        while await world.number("SELECT uid_validity AS n FROM mailbox") == old, ContinuousClock.now < deadline {
            let before = await world.lookedAt
            try await world.dovecot.renumber()
            try await eventually("the mailbox is looked at again", within: .seconds(30)) {
                await world.lookedAt > before
            }
        }
        try world.deliver(6...6)
        try await eventually("all are looked at again", within: .seconds(60)) { await world.recorded == 11 }

        _ = try await world.pipeline.stop()
        #expect(await world.number("SELECT count(*) AS n FROM mailbox_message WHERE outcome = 'known'") == 5)
        #expect(await world.number("SELECT count(*) AS n FROM mailbox_message WHERE outcome = 'handed_on'") == 6)
    }

    @Test("a mail on which processes have died is kept unread, and the next is handed on")
    func killer() async throws {
        let world = try await World.make()
        try await world.start()
        try await eventually("the mailbox is looked at", within: .seconds(60)) { await world.lookedAt > 0 }
        world.pipeline.kill("mailbox")
        try await world.pipeline.database.execute("UPDATE mailbox SET starts = 3")
        try world.deliver(1...2)

        try world.pipeline.spawn("mailbox")

        try await eventually("both are recorded", within: .seconds(60)) { await world.recorded == 2 }
        _ = try await world.pipeline.stop()
        let rows = try await world.pipeline.database.rows("SELECT outcome, sha256 FROM mailbox_message ORDER BY uid")
        let outcomes = try rows.map { row in try row("outcome") as String }
        #expect(outcomes == ["quarantined", "handed_on"])
        for row in rows {
            let hash = hex((try row("sha256") as Bytes).bytes)
            let file = "\(world.dovecot.folder)/store/\(hash.prefix(2))/\(hash.dropFirst(2).prefix(2))/\(hash)"
            #expect(FileManager.default.contents(atPath: file)?.isEmpty == false)
        }
    }

    @Test("a mail that two workers in turn cannot put into the store is handed on once the store works")
    func turns() async throws {
        let world = try await World.make()
        try await world.startWithOneMail(after: "UPDATE mailbox SET starts = 2")
        // Plain files where the store's folders should be: not even root writes there.
        let places = (0..<256).map { number in
            let name = String(number, radix: 16)
            return "\(world.dovecot.folder)/store/" + (name.utf8.count == 1 ? "0" + name : name)
        }
        for place in places { try Data().write(to: URL(filePath: place)) }

        try world.pipeline.spawn("mailbox", 1)
        try world.pipeline.spawn("mailbox", 2)
        try await eventually("both have tried it", within: .seconds(60)) {
            (1...2).allSatisfy { world.log(of: $0).contains("cannot be read") }
        }
        for place in places { try FileManager.default.removeItem(atPath: place) }

        try await eventually("it is recorded", within: .seconds(60)) { await world.recorded == 1 }
        _ = try await world.pipeline.stop()
        #expect(try await world.outcomes() == ["handed_on"])
    }

    @Test("a mail on which a process began that still lives is no suspect")
    func living() async throws {
        let world = try await World.make()
        let other = try await world.pipeline.database.openSession()
        _ = try await other.rows("SELECT pg_advisory_lock(7007, 900)")
        try await world.startWithOneMail(after: "UPDATE mailbox SET starts = 3, epoch = 900")

        try world.pipeline.spawn("mailbox")

        try await eventually("it is recorded", within: .seconds(60)) { await world.recorded == 1 }
        _ = try await world.pipeline.stop()
        #expect(try await world.outcomes() == ["handed_on"])
        await other.close()
    }

    @Test("a mail that is too large is kept for a person, and the next is handed on")
    func large() async throws {
        let world = try await World.make(["AFTERSAIL_MAIL_LIMIT": "65536"])
        try world.dovecot.deliver(World.mail(1, body: String(repeating: "0123456789abcdef\r\n", count: 10_000)))
        try world.deliver(2...2)
        try await world.start()

        try await eventually("both are recorded", within: .seconds(60)) { await world.recorded == 2 }
        let row = try #require(
            try await world.pipeline.database.rows("SELECT outcome, reason FROM mailbox_message WHERE uid = 1").first
        )
        #expect(try row("outcome") as String == "quarantined")
        #expect((try row("reason") as String).contains("AFTERSAIL_MAIL_LIMIT"))
        #expect(await world.number("SELECT count(*) AS n FROM mailbox_message WHERE outcome = 'handed_on'") == 1)
        _ = try await world.pipeline.stop()
    }

    @Test("a refused login is told with what to do, and not tried again at once")
    func refused() async throws {
        let world = try await World.make()
        try Data("wrong\n".utf8).write(to: URL(filePath: world.dovecot.secretFile))
        try world.deliver(1...1)
        try await world.start()

        try await eventually("the refusal is told", within: .seconds(60)) {
            world.log.contains("refused the login") && world.log.contains("app password")
        }
        #expect(world.log.components("refused the login") == 1)
        _ = try await world.pipeline.stop()
    }
}

extension World {
    /// A mailbox that was looked at when it was empty, and has one mail since; no worker reads it.
    fileprivate func startWithOneMail(after sql: String) async throws {
        try await start()
        try await eventually("the mailbox is looked at", within: .seconds(60)) { await lookedAt > 0 }
        pipeline.kill("mailbox")
        try await pipeline.database.execute(sql)
        try deliver(1...1)
    }
}

extension String {
    fileprivate func components(_ part: String) -> Int { ranges(of: part).count }
}
