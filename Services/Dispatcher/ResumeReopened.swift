import Contracts
import FoundationEssentials
import WorkerKit

/// Gives a reopened ticket back to whoever had it, when that agent can take it.
///
/// A ticket that was never classified waits for its classification.
struct ResumeReopened: Handler {
    let dispatching: Dispatching

    func decide(_ batch: [Received<TicketReopenedV1>], in turn: Turn) async throws -> [Verdict] {
        let situation = try await dispatching.situation(of: batch.map(\.body.ticketID), in: turn)
        let wishes = batch.map(\.body.ticketID).filter { situation.tickets[$0]?.isClassified ?? false }
            .map { Wish(ticket: $0, way: .returning) }
        try await dispatching.assign(wishes, given: situation, because: causes(of: batch), in: turn)
        return batch.map { _ in .done }
    }
}
