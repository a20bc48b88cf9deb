import Contracts
import WorkerKit

/// A reopened ticket is not asked about: surveys of its earlier cycles that nobody was invited to are cancelled.
struct CancelSurveys: Handler {
    func decide(_ batch: [Received<TicketReopenedV1>], in turn: Turn) async throws -> [Verdict] {
        turn.cancelPlanned(tickets: batch.map(\.body.ticketID), before: batch.map(\.body.cycle))
        return batch.map { _ in .done }
    }
}
