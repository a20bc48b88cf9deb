import FoundationEssentials
import WorkerKit

/// Looks whether agents still work on their tickets, and takes back what was left alone for too long or what goes on
/// while their shift ends.
///
/// An instant in the table says only when to look: what happens follows from the ledger, the policy and the calendars as
/// they stand then. The floor sees to it that one process does it.
struct WatchAgents: Sweep {
    /// Most assignments in one turn.
    static let limit = 200
    /// Time after a change of the setup in which another process may still count by the old one.
    private static let settling = Duration.seconds(120)
    /// Time between two searches for what was counted by another setup.
    private static let pace = Duration.seconds(15)

    let dispatching: Dispatching
    let release: CapacityReturn
    private let recounting = Recounting()

    var name: String { "agents" }

    init(dispatching: Dispatching, release: CapacityReturn) {
        self.dispatching = dispatching
        self.release = release
    }

    func run(in turn: Turn) async throws -> NextSweep {
        let transaction = turn.transaction
        let stamp = try await dispatching.setup.current(in: turn).rules.stamp
        let isOutdated = recounting.isDue(stamp, at: turn.now, pace: turn.span(of: Self.pace))
        let next = try await transaction.nextLook()
        guard isOutdated || next.map({ $0 <= turn.now }) ?? false else { return .at(next) }
        transaction.enqueueFloor()
        let found = try await transaction.assignmentsToLookAt(
            at: turn.now,
            stamp: stamp,
            outdated: isOutdated,
            limit: Self.limit
        )
        if !found.isEmpty { try await TakingBack(dispatching: dispatching, release: release).look(at: found, in: turn) }
        guard found.count < Self.limit else { return .again }
        if isOutdated {
            turn.afterCommit { [recounting, now = turn.now, span = turn.span(of: Self.settling)] in
                recounting.finished(stamp, at: now, settling: span)
            }
        }
        return .at(try await transaction.nextLook())
    }
}
