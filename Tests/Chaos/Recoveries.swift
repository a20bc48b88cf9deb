import FoundationEssentials
import Postgres

/// How long each fault was felt, read from the commit instants in the record.
struct Recoveries: Sendable {
    /// What one fault cost.
    struct Recovery: Sendable {
        let fault: FaultRecord
        /// Seconds from its end until any stage got on.
        let first: Double
        /// Seconds from its end until every stage had got on.
        let all: Double
        /// The stage that came last.
        let last: String
        /// Seconds from a kill until the last message that the worker had, or could have had, was handled.
        let failover: Double?
    }

    let database: Database

    func measure(_ faults: [FaultRecord]) async throws -> [Recovery] {
        var recoveries: [Recovery] = []
        for fault in faults {
            let resumed = try await resumption(after: fault.ended)
            recoveries.append(
                Recovery(
                    fault: fault,
                    first: resumed.map(\.seconds).min() ?? .infinity,
                    all: resumed.map(\.seconds).max() ?? .infinity,
                    last: resumed.max { $0.seconds < $1.seconds }?.worker ?? "",
                    failover: try await failover(of: fault)
                )
            )
        }
        return recoveries
    }

    private func resumption(after end: Date) async throws -> [(worker: String, seconds: Double)] {
        var resumed: [(worker: String, seconds: Double)] = []
        for stage in Stage.busy {
            let rows = try await database.rows(
                "SELECT min(at) AS at FROM proof.step WHERE kind = $1 AND at > $2",
                stage.step,
                end
            )
            guard let row = rows.first, let at: Date = try row("at") else { continue }
            resumed.append((stage.worker, at.timeIntervalSince(end)))
        }
        return resumed
    }

    /// The last of the messages that lay before the worker at the kill and was handled after it.
    private func failover(of fault: FaultRecord) async throws -> Double? {
        guard fault.kind == .killWorker, let stage = Stage.all.first(where: { $0.worker == fault.victim }) else {
            return nil
        }
        let rows = try await database.rows(
            """
            SELECT max(taken.at) AS at
            FROM proof.step come
            JOIN proof.step taken ON taken.ticket_id = come.ticket_id AND taken.kind = $2
            WHERE come.kind = $1
              AND come.at > $3::timestamptz - interval '10 seconds'
              AND come.at + $4::float8 * interval '1 second' <= $3
              AND taken.at > $3
            """,
            stage.before,
            stage.step,
            fault.began,
            stage.meant
        )
        guard let row = rows.first, let at: Date = try row("at") else { return nil }
        return at.timeIntervalSince(fault.began)
    }
}
