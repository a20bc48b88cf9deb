import FoundationEssentials
import WorkerKit

/// Looks again at every ticket with a timer that is due, oldest first.
///
/// A timer says only when to look: what is told follows from the ledger as it stands then.
struct TimerSweep: Sweep {
    /// Timers in one transaction.
    private static let most = 500
    /// Pause while everything due is in the hands of others.
    private static let breath = Duration.milliseconds(20)

    let name = "timers"
    private let follower: TicketFollower

    init(_ follower: TicketFollower) {
        self.follower = follower
    }

    func run(in turn: Turn) async throws -> NextSweep {
        let due = try await turn.transaction.claimDue(asOf: turn.now, limit: Self.most)
        let tickets = Set(due)
        if !tickets.isEmpty {
            let known = try await follower.follow(Array(tickets), because: [:], in: turn)
            turn.transaction.enqueueTimerDeletion(of: tickets.subtracting(known))
            if due.count == Self.most { return .again }
        }
        guard let next = try await turn.transaction.nextTimer() else { return .at(nil) }
        return next < turn.now ? .at(turn.now.addingTimeInterval(turn.span(of: Self.breath))) : .at(next)
    }
}
