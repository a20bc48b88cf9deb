import ClockRecord
import FoundationEssentials
import Synchronization
import WorkerKit

/// Counts all running clocks again after the policy or a calendar has changed.
///
/// Goes on for a while after everything is counted: another process may not have noticed the change yet.
struct RecountSweep: Sweep {
    /// Tickets in one transaction.
    private static let most = 500
    /// Time after a change in which another process may still count by the old targets.
    private static let settling = Duration.seconds(120)
    /// Time between two looks through all running clocks.
    private static let pace = Duration.seconds(15)

    let name = "recount"
    private let follower: TicketFollower
    private let progress = Recounted()

    init(_ follower: TicketFollower) {
        self.follower = follower
    }

    func run(in turn: Turn) async throws -> NextSweep {
        let stamp = try await follower.targets.current(in: turn.transaction).stamp
        let now = turn.now
        guard progress.isOpen(stamp, now, pace: turn.span(of: Self.pace)) else { return .at(nil) }
        let stale = try await turn.transaction.claimOutdated(stamp, limit: Self.most)
        if !stale.isEmpty { _ = try await follower.follow(stale, because: [:], in: turn) }
        if stale.count == Self.most { return .again }
        progress.finished(stamp, now, settling: turn.span(of: Self.settling))
        return .at(nil)
    }
}

/// Which targets all running clocks have been counted by.
private final class Recounted: Sendable {
    private struct State {
        var stamp: TargetsInForce.Stamp?
        var since = Date.distantPast
        var lookedAt: Date?
        var isDone = false
    }

    private let state = Mutex(State())

    /// Whether clocks may still be counted by other targets, and the last look through all is long enough ago.
    func isOpen(_ stamp: TargetsInForce.Stamp, _ now: Date, pace: Double) -> Bool {
        state.withLock { state in
            if state.stamp != stamp { state = State(stamp: stamp, since: now) }
            // A clock that was set back does not stop the looks.
            let isEarly = state.lookedAt.map { (0..<pace).contains(now.timeIntervalSince($0)) } ?? false
            return !state.isDone && !isEarly
        }
    }

    func finished(_ stamp: TargetsInForce.Stamp, _ now: Date, settling: Double) {
        state.withLock { state in
            guard state.stamp == stamp else { return }
            state.lookedAt = now
            state.isDone = now.timeIntervalSince(state.since) > settling
        }
    }
}
