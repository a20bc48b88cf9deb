import Harness
import Postgres
import Testing

/// A database over the running test's own server-side database.
func open(links: Int = 2, deadline: Duration = .seconds(10), port: Int? = nil) throws -> Database {
    Database(try configuration(deadline: deadline, port: port), links: links)
}

func configuration(deadline: Duration = .seconds(10), port: Int? = nil) throws -> PostgresConfiguration {
    var url = TestDatabase.url
    if let port {
        let own = try PrivatePostgres.shared.port()
        url = url.split(separator: ":\(own)/", maxSplits: 1).joined(separator: ":\(port)/")
    }
    return PostgresConfiguration(url: url, applicationName: "tests", deadline: deadline)
}

/// The failure `body` throws; fails the test if it throws none.
func failure(of body: () async throws -> Void) async throws -> PostgresError {
    try #require(await #expect(throws: PostgresError.self) { try await body() })
}

/// Waits until the condition holds, at most ten seconds.
func eventually(_ condition: () async throws -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(10)
    while try await !condition() {
        try #require(ContinuousClock.now < end, "the condition never came true")
        try await Task.sleep(for: .milliseconds(5))  // lint:sleep between two looks
    }
}
