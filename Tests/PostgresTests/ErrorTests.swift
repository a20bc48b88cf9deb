import Harness
import Postgres
import Testing

@Suite("Errors")
struct ErrorTests {
    @Test(
        "SQLSTATE decides the reaction",
        arguments: [
            ("40001", .retry), ("40P01", .retry), ("55P03", .retry), ("26000", .retry), ("57P01", .outage),
            ("57P02", .outage), ("57P03", .outage), ("53300", .outage), ("53100", .outage), ("08006", .outage),
            ("58030", .outage), ("25006", .outage), ("57014", .outage), ("22P02", .poison), ("23505", .poison),
            ("25P02", .bug), ("42P01", .bug), ("0A000", .bug), ("XX000", .bug),
        ] as [(String, PostgresError.Category)]
    )
    func category(_ state: String, _ category: PostgresError.Category) {
        #expect(PostgresError.rejected(state: state, message: "", constraint: nil).category == category)
    }

    @Test("Failures of the link are outages")
    func links() {
        let errors: [PostgresError] = [
            .connectionLost(reason: ""), .deadlineExceeded(after: .zero), .commitUnknown, .cannotConnect(reason: ""),
        ]

        #expect(errors.allSatisfy { $0.category == .outage })
    }

    @Test("A wrong password appears in no error")
    func password() async throws {
        let url = try PrivatePostgres.shared.url()
        let wrong = "hunter2-tests"
        let parts = url.split(separator: "@", maxSplits: 1)
        let database = Database(
            PostgresConfiguration(url: "postgresql://aftersail:\(wrong)@\(parts[1])", applicationName: "tests")
        )

        let error = try await failure(of: { try await database.execute("SELECT 1") })

        guard case .cannotConnect(let reason) = error else {
            Issue.record("unexpected \(error)")
            return
        }
        #expect(reason.contains("aftersail") && !"\(error)".contains(wrong))
    }

    @Test(
        "A broken connection string is refused without quoting it",
        arguments: [
            "postgresql://u:secret@host:port:x/db", "password=secret nonsense", "postgresql://u:secret@[::1/db",
        ]
    )
    func unreadable(_ url: String) async throws {
        let database = Database(PostgresConfiguration(url: url, applicationName: "tests"))

        let error = try await failure(of: { try await database.execute("SELECT 1") })

        #expect(error.category == .outage && !"\(error)".contains("secret"))
    }

    @Test("A refused value is not quoted", .freshDatabase)
    func redaction() async throws {
        let database = try open()

        let error = try await failure(of: { try await database.execute("SELECT $1::text::int8", "Jane \"Doe\" Roe") })

        #expect(error.category == .poison && !"\(error)".contains("Doe"))
    }

    @Test("Every session has our settings and the caller's", .freshDatabase)
    func settings() async throws {
        let database = Database(
            PostgresConfiguration(
                url: TestDatabase.url,
                applicationName: "intake tests",
                sessionSettings: ["work_mem": "5MB", "lock_timeout": "7"],
                deadline: .seconds(10)
            )
        )

        let row = try await database.rows(
            """
            SELECT current_setting('application_name') AS name, current_setting('search_path') AS path,
                current_setting('TimeZone') AS zone, current_setting('statement_timeout') AS statement,
                current_setting('lock_timeout') AS lock, current_setting('work_mem') AS memory,
                current_setting('client_connection_check_interval') AS interval
            """
        )[0]

        #expect(try row("name") == "intake tests" && row("path") == "aftersail, public" && row("zone") == "UTC")
        #expect(try row("statement") == "9s" && row("lock") == "7ms" && row("memory") == "5MB")
        #expect(try row("interval") == "1s")
    }

    @Test("A server that is down is reported at once")
    func down() async throws {
        let database = Database(
            PostgresConfiguration(url: "postgresql://u@127.0.0.1:1/d", applicationName: "tests")
        )

        let error = try await failure(of: { try await database.execute("SELECT 1") })

        guard case .cannotConnect = error else {
            Issue.record("unexpected \(error)")
            return
        }
        #expect(!database.isConnected)
    }
}
