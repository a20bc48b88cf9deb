import ClockRecord
import FoundationEssentials
import Synchronization
import WorkerKit

/// Counts all open clocks again after the policy or a calendar has changed.
///
/// Goes through them again until a look has begun well after the change: another process may not have noticed it yet,
/// and a ticket that somebody worked on was left out.
struct RecountSweep: Sweep {
    /// Time after a change in which another process may still count by the old targets.
    private static let settling = Duration.seconds(120)
    /// Time between two looks through all open clocks.
    private static let pace = Duration.seconds(15)

    let name = "recount"
    private let follower: TicketFollower
    private let most: Int
    private let progress = Recounted()

    /// A sweep that takes `most` tickets in one transaction.
    init(_ follower: TicketFollower, most: Int = 500) {
        self.follower = follower
        self.most = most
    }

    func run(in turn: Turn) async throws -> NextSweep {
        let stamp = try await follower.targets.current(in: turn.transaction).stamp
        let now = turn.now
        guard let place = progress.place(stamp, now, pace: turn.span(of: Self.pace)) else { return .at(nil) }
        let stale = try await turn.transaction.claimOutdated(stamp, after: place.last, limit: most)
        if !stale.claimed.isEmpty { _ = try await follower.follow(stale.claimed, because: [:], in: turn) }
        if stale.found.count == most, let last = stale.found.last {
            turn.afterCommit { [progress] in progress.reached(last, stamp) }
            return .again
        }
        turn.afterCommit { [progress, span = turn.span(of: Self.settling)] in progress.finished(stamp, settling: span) }
        return .at(nil)
    }
}

/// How far the open clocks have been looked through since the targets changed.
private final class Recounted: Sendable {
    struct Place {
        /// The last ticket looked at; nil at the beginning.
        let last: UUID?
    }

    private struct State {
        var stamp: TargetsInForce.Stamp?
        var changedAt = Date.distantPast
        /// When the present look, or else the latest one, began.
        var beganAt: Date?
        var last: UUID?
        var isDone = false
    }

    private let state = Mutex(State())

    /// Where to go on; nil once everything is counted, and until it is time for another look.
    func place(_ stamp: TargetsInForce.Stamp, _ now: Date, pace: Double) -> Place? {
        state.withLock { state in
            if state.stamp != stamp { state = State(stamp: stamp, changedAt: now) }
            if let last = state.last { return Place(last: last) }
            // A clock that was set back does not stop the looks.
            let isEarly = state.beganAt.map { (0..<pace).contains(now.timeIntervalSince($0)) } ?? false
            guard !state.isDone, !isEarly else { return nil }
            state.beganAt = now
            return Place(last: nil)
        }
    }

    func reached(_ ticket: UUID, _ stamp: TargetsInForce.Stamp) {
        state.withLock { if $0.stamp == stamp { $0.last = ticket } }
    }

    func finished(_ stamp: TargetsInForce.Stamp, settling: Double) {
        state.withLock { state in
            guard state.stamp == stamp else { return }
            state.last = nil
            state.isDone = state.beganAt.map { $0.timeIntervalSince(state.changedAt) > settling } ?? false
        }
    }
}
