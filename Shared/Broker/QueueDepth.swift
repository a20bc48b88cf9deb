/// How full a queue is.
public struct QueueDepth: Sendable, Equatable {
    /// Messages ready to be delivered.
    public var ready: Int
    /// Consumers on the queue.
    public var consumers: Int
}
