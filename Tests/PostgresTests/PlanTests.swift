import Harness
import Postgres
import Testing

@Suite("Prepared statements", .freshDatabase)
struct PlanTests {
    @Test("A changed table does not fail a cached statement")
    func altered() async throws {
        let database = try open(links: 1)
        try await database.script("CREATE TABLE public.item (id int8); INSERT INTO item VALUES (1)")
        _ = try await database.rows("SELECT * FROM item")

        try await database.script("ALTER TABLE item ADD COLUMN name text DEFAULT 'new'")

        #expect(try await database.rows("SELECT * FROM item")[0]("name") == "new")
    }

    @Test("Inside a transaction an outdated plan asks for a retry")
    func alteredInside() async throws {
        let database = try open(links: 1)
        try await database.script("CREATE TABLE public.item (id int8); INSERT INTO item VALUES (1)")
        _ = try await database.rows("SELECT * FROM item")
        try await database.script("ALTER TABLE item ADD COLUMN name text DEFAULT 'new'")
        func names() async throws -> Int {
            try await database.transaction { try await $0.rows("SELECT * FROM item").count }
        }

        let error = try await failure(of: { _ = try await names() })

        #expect(error.category == .retry)
        #expect(try await names() == 1)
    }

    @Test("DISCARD ALL does not fail a cached statement")
    func discarded() async throws {
        let database = try open(links: 1)
        _ = try await database.rows("SELECT 1 AS one")

        try await database.script("DISCARD ALL")

        #expect(try await database.rows("SELECT 1 AS one")[0]("one") == Int32(1))
    }

    @Test("A statement is prepared once, and forgotten when too many follow")
    func bound() async throws {
        let database = try open(links: 1)
        let count = "SELECT count(*) AS count FROM pg_prepared_statements"

        for _ in 1...3 { _ = try await database.rows("SELECT 1 AS one") }
        let few: Int = try await database.rows(count)[0]("count")
        for number in 1...300 { _ = try await database.rows("SELECT \(number) AS number") }
        let many: Int = try await database.rows(count)[0]("count")

        #expect(few == 2)
        #expect((250...257).contains(many))
    }

    @Test("A refused statement leaves no trace behind")
    func refused() async throws {
        let database = try open(links: 1)

        for _ in 1...2 {
            let error = try await failure(of: { try await database.execute("SELECT * FROM nowhere") })
            #expect(error.category == .bug)
        }

        #expect(try await database.rows("SELECT 1").count == 1)
    }
}
