import FoundationEssentials
import WorkerKit

/// Looks again for agents for the tickets that wait: urgent ones first, then by deadline.
struct DrainWaiting: Sweep {
    /// Most tickets in one turn.
    static let limit = 500

    let dispatching: Dispatching

    var name: String { "waiting" }

    func run(in turn: Turn) async throws -> NextSweep {
        let transaction = turn.transaction
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
