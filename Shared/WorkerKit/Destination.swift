/// Where a message is to go.
public enum Destination: Sendable, Equatable {
    /// One queue, through the default exchange.
    case queue(String)
    /// Whatever queues an exchange gives it to.
    case exchange(String, routingKey: String)

    var exchange: String {
        switch self {
        case .queue: ""
        case .exchange(let name, _): name
        }
    }

    var routingKey: String {
        switch self {
        case .queue(let name): name
        case .exchange(_, let key): key
        }
    }
}
