import CLinux
import Contracts
import FoundationEssentials
import Logging
import Postgres

/// What a process does beside its messages: keeps its epoch's lock, flushes confirmed rows, sweeps the dead,
/// maintains the inbox, reads gauges from the database, gives memory back.
struct Housekeeping: Sendable {
    /// Time that inbox rows are kept; older messages are parked as too old.
    static let inboxKept = "8 weeks"

    let identity: Identity
    let database: Database
    let epoch: ProcessEpoch
    let outbox: Outbox
    let sweeper: OutboxSweeper
    let horizon: InboxHorizon
    let gauges: [WatchedGauges]
    let metrics: Metrics
    let log: Logger

    /// Takes the epoch and makes the inbox ready; nothing is consumed before it has succeeded once.
    func prepare() async throws {
        try await epoch.claim(identity, database: database)
        try await maintainInbox()
    }

    /// Runs until the task is cancelled; failures wait for the next round.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await every(.milliseconds(200)) { try await flush() } }
            group.addTask { await every(.seconds(1)) { try await epoch.claim(identity, database: database) } }
            group.addTask { await every(.seconds(1)) { try await sweepAll() } }
            group.addTask {
                await every(.seconds(10)) { try await outbox.audit(olderThan: .seconds(10), database: database) }
            }
            group.addTask { await every(.seconds(10)) { try await maintainInbox() } }
            group.addTask { await every(.seconds(10)) { try await watch() } }
            // What a burst needed lies scattered over the heap afterwards, and glibc gives back its end only.
            group.addTask { await every(.seconds(5)) { aftersail_trim_heaps() } }
            // Some hundred page faults bring back what works; half of what the start had read stays away.
            group.addTask { await every(.seconds(5)) { aftersail_release_code() } }
        }
    }

    /// Deletes rows whose confirm came after the last turn.
    func flush() async throws {
        let confirmed = await outbox.takeConfirmed()
        guard !confirmed.isEmpty else { return }
        do {
            try await database.transaction { transaction in
                outbox.enqueueDeletion(of: confirmed, in: transaction)
            }
        } catch {
            await outbox.restore(confirmed)
            throw error
        }
    }

    private func sweepAll() async throws {
        while try await sweeper.sweep() > 0 {}
    }

    private func maintainInbox() async throws {
        let rows = try await database.rows(
            """
            SELECT aftersail.maintain_inbox(aftersail.now(), $1::text::interval) AS oldest,
                date_trunc('week', aftersail.now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' + interval '5 weeks' AS newest
            """,
            Self.inboxKept
        )
        guard let row = rows.first, let oldest = (try row("oldest") as UUID).version7Date else { return }
        horizon.set(oldest: oldest, newest: try row("newest"))
    }

    private func watch() async throws {
        for gauges in gauges { try await gauges.read(from: database, into: metrics) }
    }

    private func every(_ period: Duration, _ work: () async throws -> Void) async {
        while !Task.isCancelled {
            do { try await Task.sleep(for: period) } catch { return }
            do { try await work() } catch {
                log.debug("housekeeping waits for the database", [.reason: "\(Cause.text(of: error))"])
            }
        }
    }
}
