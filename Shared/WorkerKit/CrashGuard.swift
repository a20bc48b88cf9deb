import Broker
import FoundationEssentials
import Mutants
import Postgres

/// Finds the message that kills processes, without making its neighbours pay.
///
/// A message that came back twice after a lost link may be the one: it is handled after its start has been recorded, and
/// set aside after `maxStarts` starts that never ended. Outages bring back whole queues, so suspects share a transaction
/// until a process has died on them; from then on each is handled alone.
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

    /// Those on which a process has died alone, other suspects together, all others together; the last group is to be
    /// run first.
    func groups(of batch: [Parcel]) async throws -> [Group] {
        let suspects = batch.filter { $0.delivery.deliveryCount >= Self.suspectAfter }
        let others = batch.filter { $0.delivery.deliveryCount < Self.suspectAfter }
        let deadly = suspects.isEmpty ? [] : try await startedByTheDead(suspects)
        let together = suspects.filter { !deadly.contains($0.envelope.id) }
        let alone = suspects.filter { deadly.contains($0.envelope.id) }.map { Group(parcels: [$0], isSuspect: true) }
        return alone.reversed()
            + (together.isEmpty ? [] : [Group(parcels: together, isSuspect: true)])
            + (others.isEmpty ? [] : [Group(parcels: others, isSuspect: false)])
    }

    /// Ids that a process had begun with when it died.
    private func startedByTheDead(_ parcels: [Parcel]) async throws -> Set<UUID> {
        let rows = try await database.rows(
            """
            SELECT message_id
            FROM attempt
            WHERE worker = $1 AND message_id = ANY($2)
              AND (starts > 1 OR (epoch <> $3 AND pg_try_advisory_xact_lock($4, epoch)))
            """,
            identity.worker,
            parcels.map(\.envelope.id),
            epoch.current,
            ProcessEpoch.lockSpace
        )
        return Set(try rows.map { row in try row("message_id") as UUID })
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
