import Postgres

/// Gauges that only the database knows: one statement, one row, a column for each.
public struct WatchedGauges: Sendable {
    /// One figure.
    public struct Gauge: Sendable {
        let name: String
        let help: String
        let value: String

        /// A gauge whose value is an SQL expression; no value is shown as 0.
        public init(_ name: String, _ help: String, _ value: String) {
            self.name = name
            self.help = help
            self.value = value
        }

        /// A gauge of the seconds that have gone by since an instant, 0 where it is in the future or there is none.
        public static func seconds(_ name: String, _ help: String, since instant: String) -> Gauge {
            Gauge(name, help, "greatest(extract(epoch FROM aftersail.now() - (\(instant))), 0)")
        }
    }

    let gauges: [Gauge]

    /// Gauges that are read together.
    public init(_ gauges: [Gauge]) {
        self.gauges = gauges
    }

    /// How long the oldest committed message has waited for its publication.
    static func oldest(in outboxes: [String]) -> WatchedGauges {
        let ages = outboxes.map { "SELECT min(created_at) AS at FROM \($0)" }.joined(separator: " UNION ALL ")
        return WatchedGauges([
            .seconds(
                "aftersail_outbox_oldest_seconds",
                "Age of the oldest committed message that is not known to be published, living and dead processes' alike.",
                since: "SELECT min(at) FROM (\(ages)) o"
            )
        ])
    }

    func read(from database: Database, into metrics: Metrics) async throws {
        let columns = gauges.map { "COALESCE(\($0.value), 0)::float8 AS \($0.name)" }.joined(separator: ", ")
        guard let row = try await database.rows("SELECT \(columns)").first else { return }
        for gauge in gauges { metrics.set(gauge.name, try row(gauge.name)) }
    }
}
