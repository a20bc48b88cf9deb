import FoundationEssentials
import Synchronization

/// Whether assignments may still be there that were counted by another setup than the one in force.
///
/// They are looked for until a look has begun well after the change: another process may not have noticed it yet.
final class Recounting: Sendable {
    private struct State {
        var stamp: String?
        var changedAt = Date.distantPast
        var lookedAt: Date?
        var isDone = false
    }

    private let state = Mutex(State())

    /// Whether to look now, at most once in `pace` seconds.
    func isDue(_ stamp: String, at now: Date, pace: Double) -> Bool {
        state.withLock { state in
            if state.stamp != stamp { state = State(stamp: stamp, changedAt: now) }
            // A clock that was set back does not stop the looks.
            let isEarly = state.lookedAt.map { (0..<pace).contains(now.timeIntervalSince($0)) } ?? false
            return !state.isDone && !isEarly
        }
    }

    /// None was left at this instant.
    func finished(_ stamp: String, at now: Date, settling: Double) {
        state.withLock { state in
            guard state.stamp == stamp else { return }
            state.lookedAt = now
            state.isDone = now.timeIntervalSince(state.changedAt) > settling
        }
    }
}
