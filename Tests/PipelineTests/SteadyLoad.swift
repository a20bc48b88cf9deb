import Broker
import Proving
import Synchronization
import Topology

/// An adapter that keeps some hundred requests waiting at intake until it is told to stop.
final class SteadyLoad: Sendable {
    private static let batch = 50
    private static let waiting = 150

    private let pipeline: Pipeline
    private let state = Mutex((posted: 0, isStopped: false))

    init(_ pipeline: Pipeline) {
        self.pipeline = pipeline
    }

    /// Requests that the broker has confirmed; they are numbered from 1.
    var posted: Int { state.withLock(\.posted) }

    /// Posts until `stop` is called.
    func run() async throws {
        while !state.withLock(\.isStopped) {
            let first = posted + 1
            try await pipeline.post(try Requests.make(Self.batch, from: first))
            state.withLock { $0.posted += Self.batch }
            try await eventually("intake takes its requests", within: .seconds(120)) { [self] in
                if state.withLock(\.isStopped) { return true }
                return try await pipeline.topology.inspect(queue: Topology.intakeQueue)?.ready ?? 0 < Self.waiting
            }
        }
    }

    func stop() { state.withLock { $0.isStopped = true } }
}
