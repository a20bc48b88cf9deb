import Glibc
import Harness
import Postgres
import Testing

@Suite("Lost links", .freshDatabase)
struct LossTests {
    private func backend(_ database: Database) async throws -> Int {
        try await database.rows("SELECT pg_backend_pid() AS pid")[0]("pid")
    }

    @Test("A slow statement ends at the deadline")
    func slow() async throws {
        let database = try open(links: 1)
        _ = try await backend(database)

        let began = ContinuousClock.now
        let error = try await failure(of: {
            try await database.execute("SELECT pg_sleep(5)", deadline: .milliseconds(50))
        })

        #expect(error == .deadlineExceeded(after: .milliseconds(50)))
        #expect(began.duration(to: .now) < .seconds(2))
        #expect(try await backend(database) > 0)
    }

    @Test("A frozen server process does not hold its caller")
    func frozen() async throws {
        let database = try open(links: 1)
        let pid = pid_t(try await backend(database))
        kill(pid, SIGSTOP)
        defer { kill(pid, SIGCONT) }

        let error = try await failure(of: {
            try await database.execute("SELECT 1", deadline: .milliseconds(300))
        })

        #expect(error == .deadlineExceeded(after: .milliseconds(300)))
        #expect(try await backend(database) != Int(pid))
    }

    @Test("A lost answer to COMMIT is unknown, not failed")
    func lostCommit() async throws {
        let relay = try Relay(to: PrivatePostgres.shared.port())
        let direct = try open()
        let database = try open(links: 1, port: relay.port)
        try await direct.script("CREATE TABLE public.item (id int8)")

        let error = try await failure(of: {
            try await database.transaction { transaction in
                _ = try await transaction.rows("SELECT id FROM item")
                transaction.enqueue("INSERT INTO item VALUES (1)")
                relay.loseNextAnswer()
            }
        })

        #expect(error == .commitUnknown && error.category == .outage)
        try await eventually { try await direct.rows("SELECT 1 FROM item").count == 1 }
        #expect(try await database.rows("SELECT 1 FROM item").count == 1)
    }

    @Test("A commit without an answer in time is unknown")
    func lateCommit() async throws {
        let database = try open(links: 1)
        let pid = pid_t(try await backend(database))
        defer { kill(pid, SIGCONT) }

        let error = try await failure(of: {
            try await database.transaction(deadline: .seconds(1)) { transaction in
                _ = try await transaction.rows("SELECT txid_current()")
                kill(pid, SIGSTOP)
            }
        })

        #expect(error == .commitUnknown)
    }

    @Test("A lost answer to anything else is a lost link")
    func lostAnswer() async throws {
        let relay = try Relay(to: PrivatePostgres.shared.port())
        let database = try open(links: 1, port: relay.port)
        _ = try await backend(database)
        relay.loseNextAnswer()

        let error = try await failure(of: { try await database.execute("SELECT 1") })

        guard case .connectionLost = error else {
            Issue.record("unexpected \(error)")
            return
        }
        #expect(try await database.rows("SELECT 1").count == 1)
    }

    @Test("A terminated transaction fails and stores nothing")
    func terminated() async throws {
        let database = try open(links: 1)
        let other = try open(links: 1)
        try await other.script("CREATE TABLE public.item (id int8)")

        let error = try await failure(of: {
            try await database.transaction { transaction in
                let pid: Int = try await transaction.rows("SELECT pg_backend_pid() AS pid")[0]("pid")
                try await transaction.execute("INSERT INTO item VALUES (1)")
                try await other.execute("SELECT pg_terminate_backend($1::int4, 5000)", pid)
                try await transaction.execute("INSERT INTO item VALUES (2)")
            }
        })

        #expect(error.category == .outage)
        #expect(error != .commitUnknown)
        #expect(try await database.rows("SELECT 1 FROM item").isEmpty)
    }

    @Test("A transaction never continues on a new connection")
    func epochs() async throws {
        let database = try open(links: 1)
        let other = try open(links: 1)
        try await other.script("CREATE TABLE public.item (id int8)")

        let error = try await failure(of: {
            try await database.transaction { transaction in
                let pid: Int = try await transaction.rows("SELECT pg_backend_pid() AS pid")[0]("pid")
                try await other.execute("SELECT pg_terminate_backend($1::int4, 5000)", pid)
                try await eventually {
                    let links = try await other.rows(
                        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> $1",
                        pid
                    )
                    return links.count == 2 && database.isConnected
                }
                transaction.enqueue("INSERT INTO item VALUES (1)")
            }
        })

        #expect(error.category == .outage)
        #expect(try await other.rows("SELECT 1 FROM item").isEmpty)
    }

    @Test("After a restart of the server the next call works")
    func restart() async throws {
        let server = PrivatePostgres()
        let database = Database(PostgresConfiguration(url: try server.url(), applicationName: "tests"), links: 1)
        let first = try await backend(database)

        try server.crash()
        let error = try await failure(of: { try await database.execute("SELECT 1") })
        try server.restart()
        try await eventually { database.isConnected }

        #expect(error.category == .outage)
        #expect(try await backend(database) != first)
    }

    @Test("A closed database refuses calls")
    func closed() async throws {
        let database = try open()
        _ = try await backend(database)

        await database.close()

        #expect(try await failure(of: { try await database.execute("SELECT 1") }) == .closed)
        #expect(!database.isConnected)
    }

    @Test("Closing ends a call under way")
    func closing() async throws {
        let database = try open(links: 1)
        let other = try open(links: 1)
        let sleeper = Task { try await database.execute("SELECT pg_sleep(20)") }
        try await eventually {
            try await !other.rows(
                "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'"
            ).isEmpty
        }

        await database.close()

        #expect(try await failure(of: { _ = try await sleeper.value }) == .closed)
    }
}
