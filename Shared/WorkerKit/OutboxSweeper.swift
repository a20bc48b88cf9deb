import Broker
import FoundationEssentials
import Logging
import Mutants
import Postgres

/// Publishes what dead processes had committed but not yet said.
struct OutboxSweeper: Sendable {
    let tables: [String]
    let epoch: ProcessEpoch
    let database: Database
    let publisher: PublisherLink
    let log: Logger

    /// One round over all tables; returns how many messages were published.
    func sweep() async throws -> Int {
        // A sweep waits for confirms inside a transaction: not while the broker cannot give any.
        guard publisher.state == .connected else { return 0 }
        var published = 0
        for table in tables {
            for dead in try await otherEpochs(in: table) {
                published += try await sweep(dead, in: table)
            }
        }
        return published
    }

    private func otherEpochs(in table: String) async throws -> [Int32] {
        let rows = try await database.rows(
            "SELECT DISTINCT epoch FROM \(table) WHERE epoch <> $1 LIMIT 50",
            epoch.current
        )
        return try rows.map { row in try row("epoch") as Int32 }
    }

    /// Publishes up to 500 rows of an epoch if its lock is free; the lock and the rows stay ours until the commit.
    private func sweep(_ dead: Int32, in table: String) async throws -> Int {
        let count = try await database.transaction { transaction in
            let lock = try await transaction.rows(
                "SELECT pg_try_advisory_xact_lock($1, $2) AS free",
                ProcessEpoch.lockSpace,
                dead
            )
            let isFree = try lock.first.map { row in try row("free") as Bool } ?? false
            guard isFree || Mutant.sweeperIgnoresEpochs.isOn, !Mutant.sweeperLeavesTheDead.isOn else { return 0 }
            let rows = try await transaction.rows(
                """
                SELECT id, exchange, routing_key, headers, body
                FROM \(table)
                WHERE epoch = $1
                ORDER BY id
                LIMIT 500
                FOR UPDATE SKIP LOCKED
                """,
                dead
            ).map(OutboxRow.init(row:))
            let confirmed = await publisher.publish(rows, deadline: .seconds(2))
            try await transaction.execute("DELETE FROM \(table) WHERE id = ANY($1)", confirmed)
            return confirmed.count
        }
        if count > 0 {
            log.notice("published what a dead process left behind", [.epoch: "\(dead)", .count: "\(count)"])
        }
        return count
    }
}
