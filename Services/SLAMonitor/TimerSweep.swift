import FoundationEssentials
import WorkerKit

/// Looks again at every ticket with a timer that is due, oldest first.
///
/// A timer says only when to look: what is told follows from the ledger as it stands then. Two lanes do it side by side when
/// many are due: while one waits for the database, the other decides. Each takes the oldest that the other does not hold.
struct TimerSweep: Sweep {
    /// Timers in one transaction.
    static let most = 250
    /// Pause while everything due is in the hands of others.
    private static let breath = Duration.milliseconds(20)

    /// What a lane does beside its turns.
    enum Lane: Sendable {
        /// Looks for due timers by itself, and calls the other when there are more than it takes.
        case first(calls: RelayedBell)
        /// Comes when it is called.
        case second
    }

    let name: String
    private let follower: TicketFollower
    private let lane: Lane

    init(_ follower: TicketFollower, lane: Lane = .first(calls: RelayedBell())) {
        self.follower = follower
        self.lane = lane
        name = if case .second = lane { "timers beside" } else { "timers" }
    }

    func run(in turn: Turn) async throws -> NextSweep {
        let due = try await turn.transaction.claimDue(asOf: turn.now, limit: Self.most)
        let isFull = due.count == Self.most
        // At once, not after the commit: it shall work meanwhile.
        if isFull, case .first(let other) = lane { other.ring() }
        // What is due comes before mails about what was due: they would take the cores from it.
        turn.publish(isFull ? .held : .atOnceWithHeld)
        let tickets = Set(due)
        if !tickets.isEmpty {
            let known = try await follower.follow(Array(tickets), because: [:], in: turn)
            turn.transaction.enqueueTimerDeletion(of: tickets.subtracting(known))
        }
        if isFull { return .again }
        if case .second = lane { return .whenRung }
        guard let next = try await turn.transaction.nextTimer() else { return .at(nil) }
        return next < turn.now ? .at(turn.now.addingTimeInterval(turn.span(of: Self.breath))) : .at(next)
    }
}
