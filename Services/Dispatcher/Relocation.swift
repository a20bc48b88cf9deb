import Contracts
import FoundationEssentials
import WorkerKit

/// Takes tickets from their agents, each for a reason, and finds others for them.
struct Relocation: Sendable {
    /// One ticket that is to change hands.
    struct Move: Sendable {
        let wish: Wish
        /// Code of the ledger and of `assignment.end_reason`.
        let reason: String
    }

    let dispatching: Dispatching
    let release: CapacityReturn

    /// Carries moves out under the floor.
    ///
    /// With `lasting` only those get tickets who are on shift until then.
    func carryOut(
        _ moves: [Move],
        lasting: Date? = nil,
        because causes: [UUID: Envelope] = [:],
        in turn: Turn
    ) async throws {
        guard !moves.isEmpty else { return }
        let ended = try await turn.transaction.end(moves.map { ($0.wish.ticket, $0.reason) }, at: turn.now)
        let situation = try await dispatching.situation(of: ended.map(\.ticket), in: turn)
        let reasons = Dictionary(moves.map { ($0.wish.ticket, $0.reason) }, uniquingKeysWith: { first, _ in first })
        for reason in Set(reasons.values).sorted() {
            let these = ended.filter { reasons[$0.ticket] == reason }
            try turn.tellReturned(these, reason: reason, tickets: situation.tickets, because: causes)
        }
        release.announce(Set(ended.map(\.agent)), in: turn)
        let gone = Set(ended.map(\.ticket))
        try await dispatching.assign(
            moves.map(\.wish).filter { gone.contains($0.ticket) },
            given: situation.lasting(lasting),
            because: causes,
            in: turn
        )
    }
}
