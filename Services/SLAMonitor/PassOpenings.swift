import Contracts
import WorkerKit

/// Takes openings that were sent here before their binding was retired; `WatchUnclassified` sees to new tickets.
struct PassOpenings: Handler {
    func decide(_ batch: [Received<TicketOpenedV1>], in turn: Turn) async throws -> [Verdict] {
        batch.map { _ in .done }
    }
}
