import Broker
import FoundationEssentials
import Mutants
import Postgres

/// Finds the message that kills processes, without making its neighbours pay.
///
/// A message that came back twice after a lost link may be the one: it is handled after its start has been recorded, and
/// set aside after `maxStarts` starts that never ended. Outages bring back whole queues, so suspects share a transaction
/// until a process has died on them, a few of them until a second has; from then on each is handled alone.
struct CrashGuard: Sendable {
    /// Deliveries that ended in a lost link before a message is a suspect.
    static let suspectAfter = 2

    /// Recorded starts after which a suspect is parked.
    let maxStarts: Int
    let identity: Identity
    let database: Database
    let epoch: ProcessEpoch

    /// Parcels that share a transaction.
    struct Group: Sendable {
        let parcels: [Parcel]
        let isSuspect: Bool

        var single: [Group] { parcels.map { Group(parcels: [$0], isSuspect: isSuspect) } }

        var halves: [Group] {
            let middle = parcels.count / 2
            return [
                Group(parcels: Array(parcels[middle...]), isSuspect: isSuspect),
                Group(parcels: Array(parcels[..<middle]), isSuspect: isSuspect),
            ]
        }
    }

    /// Most suspects in one transaction after a process has died on them: the rest of a batch is not kept waiting for
    /// hundreds of transactions, and the next death leaves so many to be handled alone.
    private static let few = 16

    /// Suspects by the deaths that they were there for, the deadliest alone and first; then all others together.
    func groups(of batch: [Parcel]) async throws -> [Group] {
        let suspects = batch.filter { $0.delivery.deliveryCount >= Self.suspectAfter }
        let others = batch.filter { $0.delivery.deliveryCount < Self.suspectAfter }
        let deaths = suspects.isEmpty ? [:] : try await deaths(of: suspects)
        let alone = suspects.filter { deaths[$0.envelope.id, default: 0] > 1 }
        let fewTogether = suspects.filter { deaths[$0.envelope.id] == 1 }
        let together = suspects.filter { deaths[$0.envelope.id, default: 0] == 0 }
        // The last group is run first.
        return (others.isEmpty ? [] : [Group(parcels: others, isSuspect: false)])
            + (together.isEmpty ? [] : [Group(parcels: together, isSuspect: true)])
            + Self.split(fewTogether, by: Self.few) + Self.split(alone, by: 1)
    }

    private static func split(_ parcels: [Parcel], by size: Int) -> [Group] {
        stride(from: 0, to: parcels.count, by: size).reversed().map { start in
            Group(parcels: Array(parcels[start..<min(start + size, parcels.count)]), isSuspect: true)
        }
    }

    /// Starts that ended with their process, by message; none for those that nobody had begun with.
    private func deaths(of parcels: [Parcel]) async throws -> [UUID: Int] {
        let rows = try await database.rows(
            """
            SELECT message_id, starts - 1 + CASE
                WHEN epoch <> $3 AND pg_try_advisory_xact_lock($4, epoch) THEN 1 ELSE 0
            END AS deaths
            FROM attempt
            WHERE worker = $1 AND message_id = ANY($2)
            """,
            identity.worker,
            parcels.map(\.envelope.id),
            epoch.current,
            ProcessEpoch.lockSpace
        )
        return Dictionary(try rows.map { row in (try row("message_id"), try row("deaths")) }) { max($0, $1) }
    }

    /// Counts this process's start, once, in a transaction of its own; false when too many processes started before.
    func recordStart(of parcels: [Parcel]) async throws -> Bool {
        if Mutant.attemptCounterReset.isOn { try await database.execute("DELETE FROM attempt") }
        let rows = try await database.rows(
            """
            INSERT INTO attempt (worker, message_id, starts, epoch)
            SELECT $1, id, 1, $3 FROM (SELECT DISTINCT unnest($2::uuid[]) AS id ORDER BY id) ids
            ON CONFLICT (worker, message_id) DO UPDATE
            SET starts = attempt.starts + CASE
                    -- Only a process whose lock is free has died.
                    WHEN attempt.epoch <> excluded.epoch AND pg_try_advisory_xact_lock($4, attempt.epoch) THEN 1
                    ELSE 0
                END,
                epoch = excluded.epoch
            RETURNING starts
            """,
            identity.worker,
            parcels.map(\.envelope.id),
            epoch.current,
            ProcessEpoch.lockSpace
        )
        return try rows.allSatisfy { row in (try row("starts") as Int) <= maxStarts }
    }
}
