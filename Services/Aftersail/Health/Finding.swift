import Contracts

/// One line of the doctor's report.
struct Finding: Sendable, Equatable {
    enum Level: String, Sendable {
        case ok, warn, fail
    }

    let level: Level
    /// What was looked at.
    let subject: String
    /// What was found.
    let found: String
    /// What to do; empty when all is well.
    var remedy = ""

    static func ok(_ subject: String, _ found: String) -> Finding {
        Finding(level: .ok, subject: subject, found: found)
    }

    static func warn(_ subject: String, _ found: String, _ remedy: String) -> Finding {
        Finding(level: .warn, subject: subject, found: found, remedy: remedy)
    }

    static func fail(_ subject: String, _ found: String, _ remedy: String) -> Finding {
        Finding(level: .fail, subject: subject, found: found, remedy: remedy)
    }

    /// Fine when nothing was counted.
    static func none(_ count: Int, _ subject: String, _ what: String, _ remedy: String) -> Finding {
        count == 0 ? ok(subject, "no \(what)") : warn(subject, "\(count) \(what)", remedy)
    }

    var value: JSONValue {
        .object([
            "level": .string(level.rawValue), "subject": .string(subject), "found": .string(found),
            "remedy": remedy.isEmpty ? .null : .string(remedy),
        ])
    }
}
