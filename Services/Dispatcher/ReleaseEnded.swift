import Contracts
import FoundationEssentials
import WorkerKit

/// Ends the assignments of tickets whose work is over, and gives their capacity to those that wait.
///
/// What counts is where the ticket stands now: a late message about a ticket that was reopened since changes nothing.
struct ReleaseEnded<Body: Message>: Handler {
    let release: CapacityReturn

    func decide(_ batch: [Received<Body>], in turn: Turn) async throws -> [Verdict] {
        let tickets = Set(batch.compactMap(\.body.subjectID)).sorted()
        turn.transaction.enqueueFloor()
        let ended = try await turn.transaction.endFinished(tickets, at: turn.now)
        turn.transaction.enqueueFinishedNoLongerWaiting(tickets)
        release.announce(Set(ended.map(\.agent)), in: turn)
        return batch.map { _ in .done }
    }
}
