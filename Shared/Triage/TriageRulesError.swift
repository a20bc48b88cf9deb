/// A rule set that cannot be used as written.
public enum TriageRulesError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A field holds something else than expected; `rule` is `nil` for fields of the whole set.
    case invalid(rule: String?, field: String, expected: String)

    /// What to correct, and where.
    public var description: String {
        switch self {
        case .invalid(let rule, let field, let expected):
            let place = rule.map { "Triage rule '\($0)'" } ?? "Triage rules"
            return "\(place), field '\(field)': expected \(expected). Correct the file and load it again."
        }
    }
}
