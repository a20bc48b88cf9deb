import Harness
import Postgres
import Testing

@Suite("Transactions", .freshDatabase)
struct TransactionTests {
    private func table(_ database: Database) async throws {
        try await database.script("CREATE TABLE public.item (id int8 PRIMARY KEY); INSERT INTO item VALUES (0)")
    }

    private func count(_ database: Database) async throws -> Int {
        try await database.rows("SELECT count(*) AS count FROM item")[0]("count")
    }

    @Test("A read and queued writes cost two round trips")
    func roundTrips() async throws {
        let relay = try Relay(to: PrivatePostgres.shared.port())
        let database = try open(links: 1, port: relay.port)
        try await table(database)
        let before = relay.roundTrips

        try await database.transaction { transaction in
            _ = try await transaction.rows("SELECT id FROM item")
            for id in 1...5 { transaction.enqueue("INSERT INTO item VALUES ($1)", id) }
        }

        #expect(relay.roundTrips - before == 2)
        #expect(try await count(database) == 6)
    }

    @Test("A thousand enqueued writes commit together")
    func thousand() async throws {
        let database = try open()
        try await table(database)

        try await database.transaction { transaction in
            for id in 1...1_000 { transaction.enqueue("INSERT INTO item VALUES ($1)", id) }
        }

        #expect(try await count(database) == 1_001)
    }

    @Test("An enqueued write precedes the next read")
    func order() async throws {
        let database = try open()
        try await table(database)

        let seen: Int = try await database.transaction { transaction in
            transaction.enqueue("INSERT INTO item VALUES (1)")
            return try await transaction.rows("SELECT count(*) AS count FROM item")[0]("count")
        }

        #expect(seen == 2)
    }

    @Test("Concurrent calls share the transaction")
    func concurrent() async throws {
        let database = try open()

        let same: Bool = try await database.transaction { transaction in
            let (first, second) = try await together(
                { try await transaction.rows("SELECT txid_current() AS id") },
                { try await transaction.rows("SELECT txid_current() AS id") }
            )
            let (one, two): (Int, Int) = (try first[0]("id"), try second[0]("id"))
            return one == two
        }

        #expect(same)
    }

    @Test("The first failure wins and nothing is stored")
    func firstFailure() async throws {
        let database = try open(links: 1)
        try await table(database)
        var second: PostgresError?

        let error = try await failure(of: {
            try await database.transaction { transaction in
                transaction.enqueue("INSERT INTO item VALUES (1)")
                transaction.enqueue("INSERT INTO item VALUES (0)")
                _ = try? await transaction.rows("SELECT 1 AS one")
                do { _ = try await transaction.rows("SELECT 2 AS two") } catch { second = error as? PostgresError }
            }
        })

        guard case .rejected(let state, let message, let constraint) = error else {
            Issue.record("unexpected \(error)")
            return
        }
        #expect(state == "23505" && constraint == "item_pkey" && error.category == .poison)
        #expect(!message.contains("Key"))
        #expect(second == error)
        #expect(try await count(database) == 1)
    }

    @Test("A failure in the last flight fails the commit")
    func lastFlight() async throws {
        let database = try open(links: 1)
        try await table(database)

        let error = try await failure(of: {
            try await database.transaction { transaction in
                transaction.enqueue("INSERT INTO item VALUES (1)")
                transaction.enqueue("INSERT INTO item VALUES (1)")
                transaction.enqueue("INSERT INTO item VALUES (2)")
            }
        })

        #expect(error.category == .poison)
        #expect(try await count(database) == 1)
    }

    @Test("A failed transaction gives its connection back")
    func reuse() async throws {
        let database = try open(links: 1)
        let pid = "SELECT pg_backend_pid() AS pid"
        let before: Int = try await database.rows(pid)[0]("pid")

        for sql in ["SELECT 1/0", "SELECT nonsense"] {
            _ = try await failure(of: { try await database.transaction { _ = try await $0.rows(sql) } })
            _ = try await failure(of: { try await database.transaction { $0.enqueue(sql) } })
        }
        let after: Int = try await database.rows(pid)[0]("pid")

        #expect(before == after)
    }

    @Test("A deferred constraint fails the commit")
    func deferred() async throws {
        let database = try open(links: 1)
        try await table(database)
        try await database.script(
            "CREATE TABLE public.part (item int8 REFERENCES item (id) DEFERRABLE INITIALLY DEFERRED)"
        )

        let error = try await failure(of: {
            try await database.transaction { $0.enqueue("INSERT INTO part VALUES (99)") }
        })

        guard case .rejected("23503", _, _) = error else {
            Issue.record("unexpected \(error)")
            return
        }
        #expect(try await count(database) == 1)
    }

    @Test("A throwing body rolls back")
    func throwing() async throws {
        struct Refusal: Error {}
        let database = try open(links: 1)
        try await table(database)

        await #expect(throws: Refusal.self) {
            try await database.transaction { transaction in
                try await transaction.execute("INSERT INTO item VALUES (1)")
                throw Refusal()
            }
        }

        #expect(try await count(database) == 1)
    }

    @Test("A transaction used after its body is refused")
    func escaped() async throws {
        let database = try open()
        var kept: Transaction?

        try await database.transaction { kept = $0 }
        let transaction = try #require(kept)

        #expect(try await failure(of: { _ = try await transaction.rows("SELECT 1") }) == .transactionEnded)
    }

    @Test("Two hundred transactions share two links")
    func crowd() async throws {
        let database = try open(links: 2)
        try await table(database)

        try await withThrowingTaskGroup(of: Void.self) { group in
            for id in 1...200 {
                group.addTask {
                    try await database.transaction { transaction in
                        _ = try await transaction.rows("SELECT id FROM item LIMIT 1")
                        transaction.enqueue("INSERT INTO item VALUES ($1)", id)
                    }
                }
            }
            try await group.waitForAll()
        }

        #expect(try await count(database) == 201)
        let links = try await database.rows(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'tests'"
        )
        #expect(links.count == 2)
    }

    @Test("A cancelled task leaves the queue, not a broken link")
    func cancellation() async throws {
        let database = try open(links: 1)
        try await table(database)

        try await database.transaction { transaction in
            _ = try await transaction.rows("SELECT 1")
            let waiting = Task { try await database.execute("INSERT INTO item VALUES (7)") }
            waiting.cancel()
            let error = try await failure(of: { _ = try await waiting.value })
            #expect(error == .cancelled)
        }
        let running = Task { try await database.execute("SELECT pg_sleep(0.05)") }
        running.cancel()
        _ = try? await running.value

        #expect(try await count(database) == 1)
    }

    @Test("The wait for a link ends at the deadline")
    func queue() async throws {
        let database = try open(links: 1)

        try await database.transaction { transaction in
            _ = try await transaction.rows("SELECT 1")
            let error = try await failure(of: {
                _ = try await database.rows("SELECT 1", deadline: .milliseconds(30))
            })
            #expect(error == .deadlineExceeded(after: .milliseconds(30)))
        }

        #expect(try await database.rows("SELECT 1").count == 1)
    }

    @Test("A script that leaves a transaction open is refused")
    func openScript() async throws {
        let database = try open(links: 1)

        let error = try await failure(of: { try await database.script("BEGIN; CREATE TABLE public.loose (id int8)") })

        guard case .rejected("25001", _, _) = error else {
            Issue.record("unexpected \(error)")
            return
        }
        #expect(try await database.rows("SELECT to_regclass('public.loose') IS NULL AS gone")[0]("gone") == true)
    }

    @Test("A failing script names its failure")
    func failingScript() async throws {
        let database = try open(links: 1)

        let error = try await failure(of: {
            try await database.script("CREATE TABLE public.half (id int8); SELECT nonsense FROM nowhere")
        })

        #expect(error.category == .bug)
        #expect(try await database.rows("SELECT to_regclass('public.half') IS NULL AS gone")[0]("gone") == true)
    }

    @Test("A longer deadline lifts the server's limits")
    func longer() async throws {
        let database = try open(links: 1, deadline: .milliseconds(200))
        let sql = "SELECT pg_sleep(0.3)"

        try await database.script(sql, deadline: .seconds(5))
        try await database.execute(sql, deadline: .seconds(5))
        try await database.transaction(deadline: .seconds(5)) { _ = try await $0.rows(sql) }
        let error = try await failure(of: { try await database.execute(sql) })

        #expect(error.category == .outage)
    }
}
