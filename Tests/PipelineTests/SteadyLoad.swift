import Broker
import Proving
import Synchronization
import Topology

/// An adapter that posts a hundred requests a second, as long as intake keeps up, until it is told to stop.
final class SteadyLoad: Sendable {
    private static let batch = 25
    private static let pause = Duration.milliseconds(250)
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
            let next = ContinuousClock.now + Self.pause
            try await pipeline.post(try Requests.make(Self.batch, from: posted + 1))
            state.withLock { $0.posted += Self.batch }
            try await eventually("intake takes its requests", within: .seconds(120)) { [self] in
                if state.withLock(\.isStopped) { return true }
                guard ContinuousClock.now >= next else { return false }
                return try await pipeline.topology.inspect(queue: Topology.intakeQueue)?.ready ?? 0 < Self.waiting
            }
        }
    }

    func stop() { state.withLock { $0.isStopped = true } }
}
