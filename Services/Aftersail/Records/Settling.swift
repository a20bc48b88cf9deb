import Contracts
import FoundationEssentials
import Postgres
import Topology
import WorkerKit

/// An operator's decision about refused messages: it and what it says commit together.
struct Settling {
    let turn: Turn
    let by: String

    /// Submits each once more; `bytes` replace what is stored.
    func replayQuarantined(_ ids: [UUID], with bytes: [UInt8]?) async throws {
        for row in try await settleQuarantined(ids, as: "replayed") {
            let stored: Bytes? = try row("body")
            turn.submit(
                try Self.body(
                    bytes ?? stored?.bytes,
                    of: try row("id"),
                    remedy: "mend it and give the file with --with"
                )
            )
        }
    }

    func dropQuarantined(_ ids: [UUID]) async throws {
        _ = try await settleQuarantined(ids, as: "dropped")
    }

    /// Puts each into the queue it came from.
    func replayParked(_ ids: [UUID]) async throws {
        for row in try await settleParked(ids, as: "replayed") {
            let stored: Bytes? = try row("body")
            let type: String? = try row("message_type")
            turn.republish(
                try Self.body(stored?.bytes, of: try row("id"), remedy: "ask its sender to say it again, and drop it"),
                to: try Self.destination(of: row),
                type: type ?? "",
                headers: try row("headers")
            )
        }
    }

    /// Its queue; a message that never reached one goes where it was sent.
    private static func destination(of row: Row) throws -> Destination {
        let queue: String = try row("queue")
        guard queue == Topology.deadQueue else { return .queue(queue) }
        return .exchange(try row("exchange"), routingKey: try row("routing_key"))
    }

    func dropParked(_ ids: [UUID]) async throws {
        _ = try await settleParked(ids, as: "dropped")
    }

    private func settleQuarantined(_ ids: [UUID], as state: String) async throws -> Rows {
        let rows = try await turn.transaction.rows(
            """
            UPDATE quarantine
            SET state = $2, settled_at = $3, settled_by = $4
            WHERE id = ANY ($1) AND state = 'waiting'
            RETURNING id, body
            """,
            ids,
            state,
            turn.now,
            by
        )
        try Self.requireAll(rows, ids, "waits in quarantine")
        return rows
    }

    private func settleParked(_ ids: [UUID], as state: String) async throws -> Rows {
        let rows = try await turn.transaction.rows(
            """
            UPDATE parked_message
            SET state = $2, settled_at = $3, settled_by = $4
            WHERE id = ANY ($1) AND state = 'parked'
            RETURNING id, queue, exchange, routing_key, message_type, headers, body
            """,
            ids,
            state,
            turn.now,
            by
        )
        try Self.requireAll(rows, ids, "is parked")
        return rows
    }

    private static func requireAll(_ rows: Rows, _ ids: [UUID], _ state: String) throws {
        let found = Set(try rows.map { row in try row("id") as UUID })
        guard let missing = ids.first(where: { !found.contains($0) }) else { return }
        throw Failure(
            .refused,
            "no message \(missing.uuidString.lowercased()) \(state); nothing was changed (see the list with --all)"
        )
    }

    private static func body(_ bytes: [UInt8]?, of id: UUID, remedy: String) throws -> [UInt8] {
        guard let bytes else {
            throw Failure(.refused, "message \(id.uuidString.lowercased()) was too large to be stored; \(remedy)")
        }
        return bytes
    }

    static func report(_ ids: [UUID], _ done: String, _ output: Output) {
        output.done(
            "\(ids.count) \(ids.count == 1 ? "message" : "messages") \(done)",
            .object(["ids": .array(ids.map { .string($0.uuidString.lowercased()) }), "done": .string(done)])
        )
    }
}
