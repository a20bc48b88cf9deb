import Contracts
import FoundationEssentials
import WorkerKit

/// Brings the clocks of every ticket that something happened to in line with its ledger.
///
/// What the message says does not matter, only which ticket it is about: so order, lateness and repetition do not
/// either.
struct FollowTicket<Body: Message>: Handler {
    /// Tries that a message gets whose ticket cannot be seen yet.
    private static var patience: Int { 10 }

    private let follower: TicketFollower

    init(_ follower: TicketFollower) {
        self.follower = follower
    }

    func decide(_ batch: [Received<Body>], in turn: Turn) async throws -> [Verdict] {
        var causes: [UUID: Envelope] = [:]
        for message in batch {
            if let ticket = message.body.subjectID { causes[ticket] = causes[ticket] ?? message.envelope }
        }
        let tickets = Array(causes.keys)
        let free = try await turn.transaction.claim(tickets)
        // Whoever works on the others now may not have seen what happened: the timers look again.
        let taken = tickets.filter { !free.contains($0) }
        if !taken.isEmpty { follower.postpone(taken, in: turn) }
        let known = try await follower.follow(free, because: causes, in: turn)
        let missing = Set(free).subtracting(known)
        return batch.map { Self.verdict($0, missing) }
    }

    private static func verdict(_ message: Received<Body>, _ missing: Set<UUID>) -> Verdict {
        guard let ticket = message.body.subjectID else { return .park(reason: "it names no ticket") }
        guard missing.contains(ticket) else { return .done }
        return message.envelope.attempt < patience
            ? .retry(after: .seconds(1)) : .park(reason: "there is no such ticket after \(patience) tries")
    }
}
