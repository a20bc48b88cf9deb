import Broker
import FoundationEssentials
import Postgres

/// What went wrong, in words that may be stored and logged: types, codes and field names, never values.
public enum Cause {
    /// The words for an error; of a kind that it does not know only its name.
    public static func text(of error: any Error) -> String {
        switch error {
        case let error as PostgresError: text(of: error)
        case let error as BrokerError: error.description
        case let error as DecodingError: text(of: error)
        case let error as any ExplainedFailure: error.explanation
        default: String(reflecting: type(of: error))
        }
    }

    private static func text(of error: PostgresError) -> String {
        if case .rejected(let state, _, let constraint) = error {
            return "PostgreSQL \(state)" + (constraint.map { " on \($0)" } ?? "")
        }
        return "PostgreSQL: \(error)"
    }

    private static func text(of error: DecodingError) -> String {
        let (what, context): (String, DecodingError.Context) =
            switch error {
            case .keyNotFound(let key, let context): ("field \(key.stringValue) is missing", context)
            case .typeMismatch(let type, let context): ("expected \(type)", context)
            case .valueNotFound(let type, let context): ("expected \(type), found null", context)
            case .dataCorrupted(let context): ("not readable", context)
            @unknown default: ("not readable", .init(codingPath: [], debugDescription: ""))
            }
        let path = context.codingPath.map(\.stringValue).joined(separator: ".")
        return path.isEmpty ? what : "\(what) at \(path)"
    }
}

/// An error whose explanation holds no customer text, so that it may be stored as a cause and logged.
public protocol ExplainedFailure: Error {
    /// What was tried and what to do.
    var explanation: String { get }
}
