import FoundationEssentials
import Logging
import Postgres
import Synchronization

/// Removes what is older than its rule keeps it: one rule and one short transaction a turn, one replica at a time.
struct RetentionSweep: Sweep {
    /// Rows in one transaction.
    static let most = 500
    /// Seconds between two full pages of a rule, so that messages always come first.
    private static let breath = 0.1
    /// Seconds between two rounds.
    private static let pace = 60.0

    let name = "retention"
    private let kept: [(rule: RetentionRule, keep: Duration)]
    private let metrics: Metrics
    private let log: Logger
    private let round = Round()

    init(_ kept: [(rule: RetentionRule, keep: Duration)], metrics: Metrics, log: Logger) {
        self.kept = kept
        self.metrics = metrics
        self.log = log
        metrics.declare("aftersail_retention_removed_total", .counter, "Rows or texts removed because of their age.")
    }

    func run(in turn: Turn) async throws -> NextSweep {
        guard let place = round.place(at: turn.now, pace: Self.pace), kept.indices.contains(place) else {
            return .at(nil)
        }
        let isFull = try await look(kept[place], in: turn)
        if isFull { return .at(turn.now.addingTimeInterval(Self.breath)) }
        return round.finish(place, of: kept.count, at: turn.now) ? .at(nil) : .again
    }

    /// Removes one page of what is old enough; true when there may be more.
    private func look(_ entry: (rule: RetentionRule, keep: Duration), in turn: Turn) async throws -> Bool {
        let (rule, seconds) = (entry.rule, entry.keep / .seconds(1))
        let mine = try await turn.transaction.rows(
            "SELECT what FROM retention WHERE what = $1 FOR UPDATE SKIP LOCKED",
            rule.name
        )
        // Another replica looks.
        guard !mine.isEmpty else { return false }
        let before = turn.now.addingTimeInterval(-seconds)
        let rows = try await turn.transaction.rows(rule.removal, before, Self.most)
        guard let row = rows.first else { return false }
        let (looked, gone): (Int, Int) = (try row("looked"), try row("gone"))
        turn.transaction.enqueue(
            "UPDATE retention SET keep = make_interval(secs => $2), looked_at = $3, gone = gone + $4 WHERE what = $1",
            rule.name,
            seconds,
            turn.now,
            Int64(gone)
        )
        if gone > 0 { report(rule, gone, turn) }
        return looked == Self.most
    }

    private func report(_ rule: RetentionRule, _ gone: Int, _ turn: Turn) {
        turn.afterCommit { [metrics, log] in
            metrics.add("aftersail_retention_removed_total", Double(gone), [("what", rule.name)])
            log.info("removed what was older than it is kept", [.setting: "\(rule.setting)", .count: "\(gone)"])
        }
    }
}

/// Where in its round through the rules a process is.
private final class Round: Sendable {
    private struct State {
        var place = 0
        var endedAt: Date?
    }

    private let state = Mutex(State())

    /// The rule to look at now; `nil` while the last round is not long enough ago.
    func place(at now: Date, pace: Double) -> Int? {
        state.withLock { state in
            // A clock that was set back does not stop the looks.
            if let ended = state.endedAt, (0..<pace).contains(now.timeIntervalSince(ended)) { return nil }
            return state.place
        }
    }

    /// Goes on behind the rule; true at the end of the round.
    func finish(_ place: Int, of count: Int, at now: Date) -> Bool {
        state.withLock { state in
            state = place + 1 < count ? State(place: place + 1, endedAt: nil) : State(place: 0, endedAt: now)
            return state.endedAt != nil
        }
    }
}
