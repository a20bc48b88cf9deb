import Postgres

/// Which statements the database spends its time on.
enum StatementProfile {
    /// Begins to count anew.
    static func reset(_ database: Database) async throws {
        _ = try await database.rows("SELECT pg_stat_statements_reset() IS NULL AS done")
    }

    /// The `count` dearest statements as lines: share, milliseconds in all, calls, mean, rows a call, text.
    static func lines(_ count: Int, from database: Database) async throws -> [String] {
        let rows = try await database.rows(
            """
            SELECT total_exec_time AS total, total_exec_time / sum(total_exec_time) OVER () AS share, calls,
                mean_exec_time AS mean, rows::float8 / greatest(calls, 1) AS each,
                regexp_replace(left(query, 150), '\\s+', ' ', 'g') AS text
            FROM pg_stat_statements
            ORDER BY total_exec_time DESC
            LIMIT $1
            """,
            Int64(count)
        )
        return try rows.map { row in
            let total: Double = try row("total")
            let share: Double = try row("share")
            let calls: Int64 = try row("calls")
            let mean: Double = try row("mean")
            let each: Double = try row("each")
            let text: String = try row("text")
            let times = "\((share * 100).brief) % \(total.brief) ms, \(calls) × \(mean.brief) ms"
            return "  \(times), \(each.brief) rows: \(text)"
        }
    }
}
