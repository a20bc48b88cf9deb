import FoundationEssentials
import Harness
import MailIntake
import MailStore
import Postgres
import Proving
import Testing

@Suite("Mail store of the mailbox worker", .freshDatabase, .freshBroker, .timeLimit(.minutes(5)))
struct StoreSweepTests {
    @Test("the worker removes what nothing refers to once it is old, and never a ticket's mail")
    func swept() async throws {
        let world = try await World.make(["AFTERSAIL_KEEP_MAIL_FILES": "7d"])
        let folder = "\(world.dovecot.folder)/store"
        try world.deliver(1...2)
        try await world.start()
        try await eventually("both mails are tickets", within: .seconds(60)) {
            await world.number("SELECT count(*) AS n FROM ticket") == 2
        }
        world.pipeline.kill("mailbox")
        let store = try MailStore(folder: folder)
        let idle = try store.keep([1, 2, 3]).sha256
        let before = Self.files(in: folder)
        for file in before { try Self.age(file, in: folder) }
        let young = try store.keep([4, 5, 6]).sha256
        try await world.pipeline.database.execute(
            "UPDATE retention SET looked_at = looked_at - interval '2 days' WHERE what = 'mail-files'"
        )

        try world.pipeline.spawn("mailbox")

        try await eventually("the idle file is gone", within: .seconds(60)) {
            await world.number("SELECT gone AS n FROM retention WHERE what = 'mail-files'") == 1
        }
        #expect(Self.files(in: folder) == before.subtracting([idle]).union([young]))
        _ = try await world.pipeline.stop()
    }

    @Test("a database that does not know most of the store removes nothing, at its first look or later")
    func stranger() async throws {
        let world = try await World.make(["AFTERSAIL_KEEP_MAIL_FILES": "7d"])
        let folder = "\(world.dovecot.folder)/store"
        let store = try MailStore(folder: folder)
        for number in 0...100 { try Self.age(try store.keep([UInt8(number)]).sha256, in: folder) }
        try await world.start()
        try await eventually("the first look only notes the day", within: .seconds(60)) {
            world.log.contains("for the first time")
        }
        #expect(Self.files(in: folder).count == 101)
        world.pipeline.kill("mailbox")
        try await world.pipeline.database.execute(
            "UPDATE retention SET looked_at = looked_at - interval '2 days' WHERE what = 'mail-files'"
        )

        try world.pipeline.spawn("mailbox")

        try await eventually("the sweep is refused, with what to do", within: .seconds(60)) {
            world.log.contains("101 of 101 old files") && world.log.contains("aftersail mail sweep")
        }
        _ = try await world.pipeline.stop()
        #expect(Self.files(in: folder).count == 101)
        #expect(await world.number("SELECT gone AS n FROM retention WHERE what = 'mail-files'") == 0)
    }

    @Test("nothing goes while a restore is open, and what is idle goes once it has ended")
    func restored() async throws {
        let world = try await World.make(["AFTERSAIL_KEEP_MAIL_FILES": "7d"])
        let folder = "\(world.dovecot.folder)/store"
        let idle = try MailStore(folder: folder).keep([1]).sha256
        try Self.age(idle, in: folder)
        try await world.pipeline.database.execute(
            "UPDATE retention SET looked_at = aftersail.now() - interval '2 days' WHERE what = 'mail-files'"
        )
        try await world.pipeline.database.execute(
            "INSERT INTO restore_point (backup_at, restored_by, held) VALUES (aftersail.now(), 'a test', 0)"
        )
        try await world.start()
        try await eventually("the mailbox is looked at", within: .seconds(60)) { await world.lookedAt > 0 }
        #expect(Self.files(in: folder) == [idle])
        world.pipeline.kill("mailbox")
        try await world.pipeline.database.execute(
            "UPDATE restore_point SET ended_at = aftersail.now(), ended_by = 'a test'"
        )

        try world.pipeline.spawn("mailbox")

        try await eventually("the idle file is gone", within: .seconds(60)) {
            await world.number("SELECT gone AS n FROM retention WHERE what = 'mail-files'") == 1
        }
        _ = try await world.pipeline.stop()
        #expect(Self.files(in: folder).isEmpty)
    }

    /// Lets a file be eight days old.
    private static func age(_ file: String, in folder: String) throws {
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -8 * 86_400)],
            ofItemAtPath: "\(folder)/\(MailStore.path(file))"
        )
    }

    private static func files(in folder: String) -> Set<String> {
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
        return Set(
            names.compactMap { name in name.split(separator: "/").last.map(String.init) }.filter { $0.count == 64 }
        )
    }
}
