import Broker
import Mutants
import Postgres

/// Finds the message that kills processes, without making its neighbours pay.
///
/// A message that came back twice after a lost link may be the one: it is handled alone after its start has been
/// recorded, and set aside after `maxStarts` starts that never ended.
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

        var halves: [Group] {
            let middle = parcels.count / 2
            return [
                Group(parcels: Array(parcels[middle...]), isSuspect: isSuspect),
                Group(parcels: Array(parcels[..<middle]), isSuspect: isSuspect),
            ]
        }
    }

    /// Suspects alone, all others together; the last group is to be run first.
    func groups(of batch: [Parcel]) -> [Group] {
        let suspects = batch.filter { $0.delivery.deliveryCount >= Self.suspectAfter }
        let others = batch.filter { $0.delivery.deliveryCount < Self.suspectAfter }
        let alone = suspects.map { Group(parcels: [$0], isSuspect: true) }
        return Array(alone.reversed()) + (others.isEmpty ? [] : [Group(parcels: others, isSuspect: false)])
    }

    /// Counts this process's start, once, in a transaction of its own; false when too many processes started before.
    func recordStart(of parcels: [Parcel]) async throws -> Bool {
        if Mutant.attemptCounterReset.isOn { try await database.execute("DELETE FROM attempt") }
        let rows = try await database.rows(
            """
            INSERT INTO attempt (worker, message_id, starts, epoch)
            SELECT $1, id, 1, $3 FROM unnest($2::uuid[]) AS id
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
