import FoundationEssentials
import Synchronization
import WorkerKit

/// Looks again for agents for the tickets that wait: urgent ones first, then by deadline.
///
/// Whatever gives capacity back makes the tickets due that could use it, and a change of the setup makes all of them due,
/// so that the order holds among them. New tickets are decided together with those that are due.
struct DrainWaiting: Sweep {
    /// Most tickets in one turn.
    static let limit = 500

    let dispatching: Dispatching
    private let seen = SeenStamp()

    init(dispatching: Dispatching) {
        self.dispatching = dispatching
    }

    var name: String { "waiting" }

    func run(in turn: Turn) async throws -> NextSweep {
        let transaction = turn.transaction
        let stamp = try await dispatching.setup.current(in: turn).rules.stamp
        if seen.differs(from: stamp) { transaction.enqueueAllDueForRetry() }
        turn.afterCommit { [seen] in seen.set(stamp) }
        let next = try await transaction.nextRetry()
        guard let next, next <= turn.now else { return .at(next) }
        transaction.enqueueFloor()
        let due = try await transaction.dueTickets(at: turn.now, limit: Self.limit)
        let situation = try await dispatching.situation(of: due, in: turn)
        transaction.enqueueNoLongerWaiting(due.filter { !(situation.tickets[$0]?.isOpen ?? false) })
        try await dispatching.assign(due.map { Wish(ticket: $0) }, given: situation, in: turn)
        return due.count == Self.limit ? .again : .at(try await transaction.nextRetry())
    }
}

/// The setup that was in force at the last look.
private final class SeenStamp: Sendable {
    private let stamp = Mutex<String?>(nil)

    /// Whether another one was in force before; a process that has just begun knows of none.
    func differs(from stamp: String) -> Bool { self.stamp.withLock { $0.map { $0 != stamp } ?? false } }

    func set(_ stamp: String) { self.stamp.withLock { $0 = stamp } }
}
