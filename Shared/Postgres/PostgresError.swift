/// A failure reported by PostgreSQL, or by the link to it.
///
/// No case holds a password, a row's content or the server's DETAIL, HINT or CONTEXT, which may quote customers.
public enum PostgresError: Error, Sendable, Equatable {
    /// The server refused a statement. `state` is the five-character SQLSTATE, `message` the primary message, in
    /// class 22 without the offending value.
    case rejected(state: String, message: String, constraint: String?)
    /// The link dropped; an autocommit statement may or may not have run, a transaction has been undone.
    case connectionLost(reason: String)
    /// No answer in time; the link was torn down, and the statement may or may not have run.
    case deadlineExceeded(after: Duration)
    /// COMMIT was sent and its answer lost. Never repeat blindly: look whether the work is there.
    case commitUnknown
    /// No link could be opened. A retry helps once the server is back.
    case cannotConnect(reason: String)
    /// A column is missing, NULL or of another type than the code expects.
    case decoding(column: String, expected: String)
    /// The task was cancelled while it waited for a link; nothing was sent.
    case cancelled
    /// The database or session had been closed.
    case closed
    /// A `Transaction` was used after its body had returned.
    case transactionEnded
}

extension PostgresError {
    /// What the caller should do about a failure.
    public enum Category: Sendable {
        /// Run the whole transaction again.
        case retry
        /// Pause and try later; the work itself is not to blame.
        case outage
        /// The data is to blame: park it.
        case poison
        /// The program is to blame: stop loudly.
        case bug
    }

    /// Which of the four reactions fits, by SQLSTATE (PostgreSQL 15, appendix A).
    public var category: Category {
        switch self {
        case .rejected(let state, _, _): isStalePlan ? .retry : Self.category(ofState: state)
        case .connectionLost, .deadlineExceeded, .commitUnknown, .cannotConnect, .cancelled, .closed: .outage
        case .decoding, .transactionEnded: .bug
        }
    }

    private static func category(ofState state: String) -> Category {
        switch state {
        case "40001", "40P01", "55P03": .retry
        case "57014", "57P01", "57P02", "57P03", "57P04", "57P05", "25006", "25P03": .outage
        default:
            switch state.prefix(2) {
            case "08", "53", "58": state == "08P01" ? .bug : .outage
            case "22", "23": .poison
            default: .bug
            }
        }
    }

    /// The primary message of the plan cache's refusal, whatever language the server speaks.
    static let stalePlanMessage = "cached plan must not change result type"

    /// The prepared statement is gone (26000) or outdated; a fresh one will do.
    var isStalePlan: Bool {
        guard case .rejected(let state, let message, _) = self else { return false }
        return state == "26000" || (state == "0A000" && message == Self.stalePlanMessage)
    }

    /// A row with this key is there already (23505): what was inserted without `ON CONFLICT` needs it.
    public var isTakenKey: Bool {
        guard case .rejected(state: "23505", _, _) = self else { return false }
        return true
    }

    /// The server was closing the connection when it said so.
    var endsConnection: Bool {
        guard case .rejected(let state, _, _) = self else { return true }
        return state.hasPrefix("57P") || state.hasPrefix("08") || state == "25P03"
    }
}

extension PostgresError: CustomStringConvertible {
    /// What was tried and what to do, in one sentence.
    public var description: String {
        switch self {
        case .rejected(let state, let message, let constraint):
            "PostgreSQL refused the statement: \(message) (SQLSTATE \(state)\(constraint.map { ", \($0)" } ?? ""))"
        case .connectionLost(let reason): "the link to PostgreSQL was lost: \(reason)"
        case .deadlineExceeded(let after): "PostgreSQL gave no answer within \(after); the link was torn down"
        case .commitUnknown: "the answer to COMMIT was lost; look whether the work is there before repeating it"
        case .cannotConnect(let reason): "cannot connect to PostgreSQL: \(reason)"
        case .decoding(let column, let expected): "cannot read column \(column): expected \(expected)"
        case .cancelled: "the task was cancelled while it waited for a link to PostgreSQL"
        case .closed: "the database was closed before this call"
        case .transactionEnded: "a transaction was used after its body had returned; await its calls inside the body"
        }
    }
}
