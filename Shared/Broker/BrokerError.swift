/// A failure reported by the broker, by the link to it, or by the link's own limits.
///
/// Cases are named for what the caller can do; no case carries a password or a message body.
public enum BrokerError: Error, Sendable, Equatable {
    /// The address cannot be used. Repair the setting; a retry never helps.
    case invalidAddress(reason: String)
    /// No host answered. A retry may help.
    case cannotConnect(reason: String)
    /// The broker said no. `code` is an AMQP reply code (403, 404, 405, 406, 530 …); a retry seldom helps.
    case refused(code: Int, reason: String)
    /// The connection dropped in the middle. What was in flight may or may not have happened; retry.
    case connectionLost(reason: String)
    /// No answer within the deadline. What was asked may still happen; retry.
    case deadlineExceeded
    /// The link was closed, or is draining and has nothing left to hand out.
    case closed
    /// The caller's task was cancelled.
    case cancelled
    /// A name or a table exceeds what one AMQP frame holds, in bytes. A retry never helps.
    case tooLarge(size: Int, limit: Int)

    /// Whether the same call may succeed later without anybody changing anything.
    public var isTransient: Bool {
        switch self {
        case .cannotConnect, .connectionLost, .deadlineExceeded: true
        // 320: the operator closed the connection; 541: an internal error of the broker.
        case .refused(let code, _): code == 320 || code == 541
        case .invalidAddress, .closed, .cancelled, .tooLarge: false
        }
    }
}

extension BrokerError: CustomStringConvertible {
    /// What was tried and what to check, for an operator.
    public var description: String {
        switch self {
        case .invalidAddress(let reason): "the broker address is not usable: \(reason)"
        case .cannotConnect(let reason): "cannot connect to the broker: \(reason); check that it runs and is reachable"
        case .refused(let code, let reason): "the broker refused with \(code): \(reason)"
        case .connectionLost(let reason): "the connection to the broker was lost: \(reason)"
        case .deadlineExceeded: "the broker did not answer within the deadline; check its load and alarms"
        case .closed: "the link is closed"
        case .cancelled: "the wait for the broker was cancelled"
        case .tooLarge(let size, let limit): "\(size) bytes do not fit into the \(limit) bytes that AMQP allows"
        }
    }
}
