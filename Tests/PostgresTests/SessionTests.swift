import Harness
import Postgres
import Testing

@Suite("Sessions", .freshDatabase)
struct SessionTests {
    @Test("NOTIFY reaches a listening session")
    func notify() async throws {
        let database = try open()
        let session = try await database.openSession()
        try await session.execute("LISTEN outbox")

        try await database.execute("SELECT pg_notify('outbox', 'wake up')")
        var iterator = session.notifications.makeAsyncIterator()
        let notification = await iterator.next()

        #expect(notification?.channel == "outbox" && notification?.payload == "wake up")
    }

    @Test("A lost session stays lost and says so")
    func lost() async throws {
        let database = try open()
        let session = try await database.openSession()
        let pid: Int = try await session.rows("SELECT pg_backend_pid() AS pid")[0]("pid")
        #expect(session.isAlive)

        try await database.execute("SELECT pg_terminate_backend($1::int4, 5000)", pid)
        for await _ in session.notifications {}

        try await eventually { !session.isAlive }
        #expect(try await failure(of: { try await session.execute("SELECT 1") }).category == .outage)
    }

    @Test("The server notices a vanished client within half a minute")
    func vanished() async throws {
        let row = try await open().openSession().rows(
            """
            SELECT current_setting('tcp_keepalives_idle')::int8 AS idle,
                current_setting('tcp_keepalives_interval')::int8 * current_setting('tcp_keepalives_count')::int8 AS more,
                (SELECT setting::int8 FROM pg_settings WHERE name = 'tcp_user_timeout') AS unanswered
            """
        )[0]
        let (idle, more, unanswered): (Int, Int, Int) = (try row("idle"), try row("more"), try row("unanswered"))

        #expect(idle > 0 && more > 0 && idle + more <= 30)
        #expect(unanswered > 0 && unanswered <= 30_000)
    }

    @Test("A session holds an advisory lock until closed")
    func lock() async throws {
        let database = try open()
        let session = try await database.openSession()
        let take = "SELECT pg_try_advisory_lock(4711) AS free"
        try await session.execute("SELECT pg_advisory_lock(4711)")

        let taken: Bool = try await database.rows(take)[0]("free")
        await session.close()

        #expect(!taken)
        try await eventually { try await database.rows(take)[0]("free") }
    }

    @Test("Concurrent calls of a session are pipelined in order")
    func pipelined() async throws {
        let session = try await open().openSession()

        let numbers = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
            for number in 0..<50 {
                group.addTask { (number, try await session.rows("SELECT $1 AS number", number)[0]("number")) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }

        #expect(numbers.count == 50 && numbers.allSatisfy { $0.0 == $0.1 })
    }
}
