import Contracts
import FoundationEssentials
import WorkerKit

/// Gives an agent who is back work again, beginning with what waits.
struct WelcomeBack: Handler {
    let release: CapacityReturn

    func decide(_ batch: [Received<AgentBackV1>], in turn: Turn) async throws -> [Verdict] {
        turn.transaction.enqueueFloor()
        let back = try await turn.transaction.setAway(
            false,
            batch.map { AwayWord(agent: $0.body.agentID, told: $0.envelope.id) },
            at: turn.now
        )
        release.announce(back, in: turn)
        return batch.map { _ in .done }
    }
}
