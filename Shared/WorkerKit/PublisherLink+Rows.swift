import Broker
import FoundationEssentials

extension PublisherLink {
    /// Publishes rows, those that no queue takes to the queue of the dead; returns the ids that the broker confirmed.
    func publish(_ rows: [OutboxRow], deadline: Duration = .seconds(30)) async -> [UUID] {
        guard !rows.isEmpty else { return [] }
        let limit = ContinuousClock.now + deadline
        let outcomes = await publish(rows.map(\.outgoing), deadline: deadline)
        var confirmed: [UUID] = []
        var unroutable: [OutboxRow] = []
        for (row, outcome) in zip(rows, outcomes) {
            switch outcome {
            case .confirmed: confirmed.append(row.id)
            case .returned: unroutable.append(row.asDeadLetter)
            case .nacked, .unknown: break
            }
        }
        guard !unroutable.isEmpty else { return confirmed }
        let left = max(.zero, ContinuousClock.now.duration(to: limit))
        let buried = await publish(unroutable.map(\.outgoing), deadline: left)
        return confirmed + zip(unroutable, buried).filter { $0.1 == .confirmed }.map(\.0.id)
    }
}
