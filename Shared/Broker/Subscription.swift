/// A queue to consume from.
public struct Subscription: Sendable, Equatable {
    /// Name of the queue; empty for a reply queue, which the broker names.
    public var queue: String
    /// Most deliveries without settlement, 1…65,535.
    public var prefetch: UInt16

    /// Consumes an existing queue.
    ///
    /// About twice the batch size is a good prefetch.
    public init(queue: String, prefetch: UInt16) {
        self.queue = queue
        self.prefetch = max(1, prefetch)
    }

    /// A queue named by the broker, exclusive to the connection, declared anew at every connect.
    public static func replies(prefetch: UInt16) -> Subscription {
        Subscription(queue: "", prefetch: prefetch)
    }

    var isReplies: Bool { queue.isEmpty }
}
