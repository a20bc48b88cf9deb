import Synchronization

/// What a link is doing, for health and metrics.
public enum LinkState: Sendable, Equatable {
    /// Not usable yet or not any more; it tries again by itself.
    case connecting
    /// Connected, and every queue that is wanted is being consumed.
    case connected
    /// Connected, but the broker raised an alarm (memory, disk) and takes no messages.
    case blocked(reason: String)
    /// Connected; consuming is paused on demand.
    case suspended
    /// Consuming has ended; what was handed out can still be settled.
    case draining
    /// Ended.
    case closed
}

/// State and last trouble, readable from anywhere.
final class LinkStatus: Sendable {
    private struct Content {
        var state = LinkState.connecting
        var trouble: BrokerError?
    }

    private let content = Mutex(Content())

    var state: LinkState {
        get { content.withLock { $0.state } }
        set {
            content.withLock { content in
                content.state = newValue
                if newValue == .connected { content.trouble = nil }
            }
        }
    }

    var trouble: BrokerError? {
        get { content.withLock { $0.trouble } }
        set { content.withLock { $0.trouble = newValue } }
    }
}
