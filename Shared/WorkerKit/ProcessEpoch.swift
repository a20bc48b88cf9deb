import FoundationEssentials
import Postgres
import Synchronization

/// The number under which this process says things; it holds an advisory lock for it while it lives.
///
/// A sweeper that gets the lock of an epoch knows that its process is dead. A process that is merely blocked keeps
/// its session, so its rows stay its own.
final class ProcessEpoch: Sendable {
    /// First key of the advisory locks of epochs; the second is the epoch.
    static let lockSpace: Int32 = 7007

    private struct State {
        var epoch: Int32 = 0
        var session: Session?
    }

    private let state = Mutex(State())

    /// 0 before `claim`.
    var current: Int32 { state.withLock { $0.epoch } }

    /// Whether the lock is held, as far as this side knows.
    var isHeld: Bool { state.withLock { $0.session }?.isAlive ?? false }

    /// Takes a new epoch and its lock, or the lock of the present epoch again after its session was lost.
    func claim(_ identity: Identity, database: Database) async throws {
        if isHeld { return }
        let session = try await database.openSession()
        var epoch = current
        if epoch == 0 {
            let rows = try await session.rows(
                "INSERT INTO process (worker, host, pid, version) VALUES ($1, $2, $3, $4) RETURNING epoch",
                identity.worker,
                ProcessInfo.processInfo.hostName,
                Int32(ProcessInfo.processInfo.processIdentifier),
                Product.version
            )
            guard let row = rows.first else { throw PostgresError.closed }
            epoch = try row("epoch")
        } else {
            // Gone if it was taken for the record of a dead one in the moment without a session.
            _ = try await session.rows(
                """
                INSERT INTO process (epoch, worker, host, pid, version) OVERRIDING SYSTEM VALUE
                VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING
                """,
                epoch,
                identity.worker,
                ProcessInfo.processInfo.hostName,
                Int32(ProcessInfo.processInfo.processIdentifier),
                Product.version
            )
        }
        // Blocks only while a sweeper holds the lock, which takes it for one short transaction.
        _ = try await session.rows("SELECT pg_advisory_lock($1, $2)", Self.lockSpace, epoch)
        state.withLock { $0 = State(epoch: epoch, session: session) }
    }

    func release() async {
        let session = state.withLock { state in
            let session = state.session
            state.session = nil
            return session
        }
        await session?.close()
    }
}
