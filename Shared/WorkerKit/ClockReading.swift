import FoundationEssentials
import Postgres

/// The product's clock as one transaction reads it.
struct ClockReading: Sendable {
    /// `aftersail.now()`.
    let now: Date
    /// Seconds that it counts in one of the machine's.
    let rate: Double
}

extension Transaction {
    /// What the product's clock shows in this transaction, and how fast it runs.
    func clockReading() async throws(PostgresError) -> ClockReading {
        guard let row = try await rows("SELECT aftersail.now() AS now, rate FROM aftersail.clock").first else {
            throw .decoding(column: "now", expected: "one row of aftersail.clock")
        }
        return ClockReading(now: try row("now"), rate: try row("rate"))
    }

    /// `aftersail.now()` of this transaction.
    func instant() async throws(PostgresError) -> Date { try await clockReading().now }
}
