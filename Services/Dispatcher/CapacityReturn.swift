import FoundationEssentials
import WorkerKit

/// Wakes waiting tickets when agents can take work again.
struct CapacityReturn: Sendable {
    let bell: Bell

    /// Makes the oldest tickets that fit one of the agents due at once, and rings their sweep after the commit.
    func announce(_ agents: Set<String>, in turn: Turn) {
        guard !agents.isEmpty else { return }
        turn.transaction.enqueueDueForRetry(fitting: agents.sorted(), at: turn.now)
        turn.afterCommit { [bell] in bell.ring() }
    }
}
