import FoundationEssentials
import Harness
import Postgres
import Testing

@testable import Aftersail

@Suite("aftersail migrate")
struct MigrateTests {
    /// An empty database of the test's own.
    private func emptyDatabase() async throws -> String {
        let name = "empty_\(UUID().uuidString.lowercased().prefix(8))"
        let base = try await TestBroker.offPool { try PrivatePostgres.shared.url() }
        try await withOwner(base) { try await $0.script("CREATE DATABASE \(name)") }
        return try await TestBroker.offPool { try PrivatePostgres.shared.url(database: name) }
    }

    private func migrate(_ url: String, _ folder: String, _ more: [String] = []) async -> CommandRun {
        if let extra = more.first {
            return await aftersail("migrate", "--dir", folder, "--database-url", url, "--json", extra)
        }
        return await aftersail("migrate", "--dir", folder, "--database-url", url, "--json")
    }

    @Test("all migrations apply once to an empty database")
    func once() async throws {
        let url = try await emptyDatabase()

        let dry = await migrate(url, Place.migrations, ["--dry-run"])
        let first = await migrate(url, Place.migrations)
        let second = await migrate(url, Place.migrations)

        #expect(first.code == 0, "\(first.complaints)")
        #expect(dry.json["pending"].list.count == first.json["applied"].list.count)
        #expect(first.json["applied"].list.count == first.json["total"].whole)
        #expect(second.code == 0 && second.json["applied"].list.isEmpty)
    }

    @Test("two migrations at once do the work once")
    func together() async throws {
        let url = try await emptyDatabase()

        async let first = migrate(url, Place.migrations)
        async let second = migrate(url, Place.migrations)
        let runs = await [first, second]

        #expect(runs.allSatisfy { $0.code == 0 }, "\(runs.map(\.complaints))")
        #expect(Set(runs.map { $0.json["applied"].list.count }).contains(0))
    }

    @Test("a changed file is refused, a failing one rolled back")
    func tampering() async throws {
        let url = try await emptyDatabase()
        let folder = try Place.folder(["0001_make_one.sql": "CREATE TABLE public.one (n int);"])
        defer { Place.remove(folder) }
        _ = await migrate(url, folder)

        try Place.write("CREATE TABLE public.two (n int); SELECT 1/0;", to: "\(folder)/0002_make_two.sql")
        let failing = await migrate(url, folder)
        try Place.write("CREATE TABLE public.two (n int);", to: "\(folder)/0002_make_two.sql")
        let mended = await migrate(url, folder)
        try Place.write("CREATE TABLE public.one (n bigint);", to: "\(folder)/0001_make_one.sql")
        let tampered = await migrate(url, folder)

        #expect(failing.code == 1 && failing.complaints.contains("rolled back"))
        #expect(mended.code == 0, "\(mended.complaints)")
        #expect(tampered.code == 77 && tampered.complaints.contains("0001_make_one was changed"))
    }

    @Test("a table in use is waited for in short turns, so that others come through")
    func busy() async throws {
        let url = try await emptyDatabase()
        let folder = try Place.folder([
            "0001_make_one.sql": "CREATE TABLE public.one (n int);",
            "0002_widen_one.sql": "ALTER TABLE public.one ADD COLUMN m int;",
        ])
        defer { Place.remove(folder) }
        let files = try MigrationFile.all(in: folder)
        try await withOwner(url) {
            try await Migrator(database: $0, files: [files[0]], progress: { _ in }).run(dryRun: false)
        }
        let (refused, said) = AsyncStream.makeStream(of: String.self)

        try await withOwner(url) { user in
            try await user.transaction { transaction in
                try await transaction.execute("INSERT INTO public.one VALUES (1)")
                let migration = Task {
                    let database = Database(PostgresConfiguration(url: url, applicationName: "migrate"), links: 2)
                    let wait = Duration.milliseconds(50)
                    let done = try await Migrator(database: database, lockWait: wait, files: files) { said.yield($0) }
                        .run(dryRun: false)
                    await database.close()
                    return done.count
                }
                for await line in refused where line.hasSuffix("again") { break }
                // Between its turns the others get theirs.
                try await withOwner(url) { _ = try await $0.rows("SELECT n FROM public.one") }
                try await transaction.execute("INSERT INTO public.one VALUES (2)")
                return migration
            }.value
        }

        let rows = try await withOwner(url) {
            try await $0.rows("SELECT count(*) AS n FROM public.one WHERE m IS NULL")
        }
        let row = try #require(rows.first)
        #expect(try row("n") as Int == 2)
    }

    @Test("gaps and bad names are bad data")
    func names() async throws {
        for name in ["0002_second.sql", "first.sql", "0001-dash.sql"] {
            let folder = try Place.folder([name: "SELECT 1"])
            let run = await aftersail("migrate", "--dir", folder, "--database-url", "postgresql://127.0.0.1:1/x")
            Place.remove(folder)
            #expect(run.code == 65, "\(name)")
        }
    }
}
