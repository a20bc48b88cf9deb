/// What becomes of a delivery.
public enum Settlement: Sendable, Equatable {
    /// Done: the broker forgets it.
    case ack
    /// Not now: back to the queue, at the next opportunity to anyone; a quorum queue counts it.
    case requeue
    /// Never: dead-lettered where the queue has a dead-letter exchange, else dropped.
    case reject
}
