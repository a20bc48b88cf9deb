/// A document of patterns that cannot be used as written.
public enum ExtractionError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A field holds something else than expected; `pattern` is `nil` for the whole document.
    case invalid(pattern: String?, field: String, expected: String)

    /// What to correct, and where.
    public var description: String {
        switch self {
        case .invalid(let pattern, let field, let expected):
            let place = pattern.map { "Extraction pattern '\($0)'" } ?? "Extraction patterns"
            return "\(place), field '\(field)': expected \(expected). Correct the file and load it again."
        }
    }
}
