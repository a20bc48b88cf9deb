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
        for file in before {
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -8 * 86_400)],
                ofItemAtPath: "\(folder)/\(MailStore.path(file))"
            )
        }
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

    private static func files(in folder: String) -> Set<String> {
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
        return Set(
            names.compactMap { name in name.split(separator: "/").last.map(String.init) }.filter { $0.count == 64 }
        )
    }
}
