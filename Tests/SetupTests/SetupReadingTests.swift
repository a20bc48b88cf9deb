import BusinessTime
import FoundationEssentials
import Harness
import Postgres
import Setup
import Testing

@Suite("Setup reading", .freshDatabase)
struct SetupReadingTests {
    private func withDatabase<T: Sendable>(_ work: (Database) async throws -> T) async throws -> T {
        let database = Database(PostgresConfiguration(url: TestDatabase.url, applicationName: "test"), links: 1)
        do {
            let result = try await work(database)
            await database.close()
            return result
        } catch {
            await database.close()
            throw error
        }
    }

    private func store(_ version: Int, _ standard: String, in database: Database) async throws {
        try await database.execute("UPDATE setup_document SET active = false")
        try await database.execute(
            """
            INSERT INTO setup_document (kind, version, body, body_sha256, active, loaded_by)
            VALUES ('calendars', $1, jsonb_build_object('standard', $2), '\\x00', true, 'test')
            """,
            Int32(version),
            standard
        )
    }

    @Test("the document in force is decoded with its version")
    func load() async throws {
        try await withDatabase { database in
            try await store(1, "a", in: database)
            try await store(2, "b", in: database)

            let document = try await database.transaction { transaction in
                try await SetupDocuments.load(.calendars, as: CalendarBook.self, from: transaction)
            }

            #expect(document?.version == 2 && document?.body.standard == "b")
            let none = try await database.transaction { transaction in
                try await SetupDocuments.load(.organisation, as: Organisation.self, from: transaction)
            }
            #expect(none == nil)
        }
    }

    @Test("a cache makes its value once a version")
    func cache() async throws {
        let made = Counter()
        let cache = SetupCache(.calendars, of: CalendarBook.self, standard: "built in", patience: .zero) { book in
            made.add()
            return book.standard
        }
        try await withDatabase { database in
            func current() async throws -> SetupDocument<String> {
                try await database.transaction { try await cache.current(in: $0) }
            }

            #expect(try await current().body == "built in")
            try await store(1, "a", in: database)
            #expect(try await current().body == "a")
            #expect(try await current().version == 1)
            #expect(made.count == 1)
            try await store(2, "b", in: database)
            #expect(try await current().body == "b")
        }
    }

    @Test("an impatient cache asks again, a patient one does not")
    func patience() async throws {
        let cache = SetupCache(.calendars, of: CalendarBook.self, standard: "built in", patience: .seconds(3_600)) {
            $0.standard
        }
        try await withDatabase { database in
            _ = try await database.transaction { try await cache.current(in: $0) }
            try await store(1, "a", in: database)

            let current = try await database.transaction { try await cache.current(in: $0) }

            #expect(current.body == "built in" && current.version == 0)
        }
    }
}
