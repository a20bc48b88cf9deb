import FoundationEssentials

/// Reads settings from the environment and remembers what it was asked, so that the table of settings, its
/// defaults and its bounds come from the code that uses them.
public struct SettingsReader: Sendable {
    /// One row of the table of settings.
    public struct Entry: Sendable {
        /// Variable; a secret may also stand in the file that `NAME_FILE` names.
        public let name: String
        /// What is expected, with unit and bounds.
        public let expected: String
        /// Value when the variable is absent; `nil` when it must be set.
        public let standard: String?
        /// What it does.
        public let purpose: String
        /// Whether the value must not be shown.
        public let isSecret: Bool
    }

    /// Every setting that was asked for, in order.
    public private(set) var entries: [Entry] = []
    private var problems: [String] = []
    private let environment: [String: String]

    /// A reader over the given variables.
    public init(_ environment: [String: String]) {
        self.environment = environment
    }

    /// Text, or `standard`; without either the setting is reported missing and the result is empty.
    public mutating func text(_ name: String, _ purpose: String, default standard: String?, secret: Bool = false)
        -> String
    {
        note(name, secret ? "text, or a file named by \(name)_FILE" : "text", standard, purpose, secret)
        return value(name, secret) ?? standard ?? missing(name)
    }

    /// Text that may be absent; `absence` says what then holds.
    public mutating func optionalText(
        _ name: String,
        _ purpose: String,
        secret: Bool = false,
        absence: String = "none"
    ) -> String? {
        note(name, secret ? "text, or a file named by \(name)_FILE" : "text", absence, purpose, secret)
        return value(name, secret)
    }

    /// A whole number within bounds.
    public mutating func whole(_ name: String, _ purpose: String, default standard: Int, in bounds: ClosedRange<Int>)
        -> Int
    {
        note(name, "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)", String(standard), purpose, false)
        guard let text = value(name, false) else { return standard }
        guard let number = Int(text), bounds.contains(number) else {
            problems.append("\(name) must be a whole number from \(bounds.lowerBound) to \(bounds.upperBound)")
            return standard
        }
        return number
    }

    /// A duration such as `500ms`, `30s`, `10m`, `24h`, within bounds.
    public mutating func duration(
        _ name: String,
        _ purpose: String,
        default standard: String,
        in bounds: ClosedRange<Duration>
    ) -> Duration {
        let expected = "a duration such as 500ms, 30s, 10m or 24h, from \(bounds.lowerBound) to \(bounds.upperBound)"
        note(name, expected, standard, purpose, false)
        let fallback = Self.duration(standard) ?? bounds.lowerBound
        guard let text = value(name, false) else { return fallback }
        guard let duration = Self.duration(text), bounds.contains(duration) else {
            problems.append("\(name) must be \(expected)")
            return fallback
        }
        return duration
    }

    /// One of the cases' raw values.
    public mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String,
        _ purpose: String,
        default standard: Choice
    ) -> Choice {
        let expected = "one of " + Choice.allCases.map(\.rawValue).joined(separator: ", ")
        note(name, expected, standard.rawValue, purpose, false)
        guard let text = value(name, false) else { return standard }
        guard let choice = Choice(rawValue: text) else {
            problems.append("\(name) must be \(expected)")
            return standard
        }
        return choice
    }

    /// Reports a problem that a caller found in a value.
    public mutating func refuse(_ name: String, _ expected: String) {
        problems.append("\(name) must be \(expected)")
    }

    /// Ends reading.
    ///
    /// - Throws: `SettingsError` naming every variable that is missing or wrong; a retry does not help.
    public func finish() throws(SettingsError) {
        guard problems.isEmpty else { throw SettingsError(problems: problems) }
    }

    /// The table of settings for `--help`.
    public func table() -> String {
        entries.map { entry in
            let standard = entry.standard.map { "default \($0)" } ?? "required"
            return "  \(entry.name)\n      \(entry.purpose)\n      \(entry.expected); \(standard)\n"
        }.joined()
    }

    private mutating func note(
        _ name: String,
        _ expected: String,
        _ standard: String?,
        _ purpose: String,
        _ secret: Bool
    ) {
        entries.append(Entry(name: name, expected: expected, standard: standard, purpose: purpose, isSecret: secret))
    }

    private mutating func value(_ name: String, _ secret: Bool) -> String? {
        if let text = environment[name], !text.isEmpty { return text }
        guard secret, let path = environment[name + "_FILE"], !path.isEmpty else { return nil }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            problems.append("\(name)_FILE must name a readable UTF-8 file")
            return nil
        }
        return String(text.prefix { !$0.isNewline })
    }

    private mutating func missing(_ name: String) -> String {
        problems.append("\(name) must be set")
        return ""
    }

    private static func duration(_ text: String) -> Duration? {
        let digits = text.prefix { $0.isNumber }
        guard let number = Int(digits), number < 1_000_000_000 else { return nil }
        switch text.dropFirst(digits.count) {
        case "ms": return .milliseconds(number)
        case "s": return .seconds(number)
        case "m": return .seconds(number * 60)
        case "h": return .seconds(number * 3600)
        case "d": return .seconds(number * 86_400)
        default: return nil
        }
    }
}

/// Settings that are missing or wrong.
public struct SettingsError: ExplainedFailure, CustomStringConvertible {
    /// One sentence a problem.
    public let problems: [String]

    /// All problems in one line.
    public var description: String { problems.joined(separator: "; ") }
    /// All problems in one line.
    public var explanation: String { description }
}
