import Contracts
import FoundationEssentials
import Setup
import Tickets
import Workforce

/// Reads the fields of a scenario and gathers what is wrong with them.
struct ScenarioReader {
    var problems: [SetupProblem] = []

    mutating func complain(_ path: String, _ message: String) {
        problems.append(SetupProblem(path, message))
    }

    /// A number within a range; where the field is missing, the standard, or a problem without one.
    mutating func number(
        _ value: JSONValue,
        _ path: String,
        _ range: ClosedRange<Double>,
        or standard: Double? = nil
    ) -> Double {
        if value == .null, let standard { return standard }
        if case .number(let spelling) = value, let number = Double(spelling), range.contains(number) { return number }
        complain(path, "write a number from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))")
        return range.lowerBound
    }

    /// One of some words; nil when the field is missing.
    mutating func word(_ value: JSONValue, _ path: String, _ words: [String]) -> String? {
        if value == .null { return nil }
        if let word = value.string, words.contains(word) { return word }
        complain(path, "write \(words.joined(separator: " or "))")
        return nil
    }

    /// A date at midnight in UTC, or an instant.
    mutating func instant(_ value: JSONValue, _ path: String) -> Date {
        if let text = value.string, let date = RFC3339.date(text) ?? RFC3339.date("\(text)T00:00:00Z") { return date }
        complain(path, "write a date such as 2026-11-02, or an instant such as 2026-11-02T08:00:00Z")
        return Date(timeIntervalSince1970: 0)
    }

    /// Whole numbers from 1 to 1000 by name.
    mutating func counts(_ value: JSONValue, _ path: String) -> [String: Int] {
        var counts: [String: Int] = [:]
        for (name, count) in members(value, path) {
            counts[name] = Int(number(count, "\(path).\(name)", 1...1_000))
        }
        return counts
    }

    /// Minutes until a ticket is due, by priority.
    mutating func due(_ value: JSONValue) -> [Priority: Double] {
        var due: [Priority: Double] = [:]
        for (name, minutes) in members(value, "due") {
            guard let priority = priority(name, "due.\(name)") else { continue }
            due[priority] = number(minutes, "due.\(name)", 1...1_000_000)
        }
        return due
    }

    /// How long work takes.
    mutating func effort(_ body: JSONValue) -> Effort {
        var handling: [Tickets.Category: Spread] = [:]
        var otherwise = Spread(median: 30, p90: 90)
        for (name, value) in members(body["handling"], "handling") {
            let spread = spread(value, "handling.\(name)")
            if name == "*" {
                otherwise = spread
            } else if let category = category(name, "handling.\(name)") {
                handling[category] = spread
            }
        }
        let awaiting = body["awaiting"]
        guard awaiting != .null else { return Effort(handling: handling, otherwise: otherwise) }
        return Effort(
            handling: handling,
            otherwise: otherwise,
            awaitingShare: number(awaiting["share"], "awaiting.share", 0...100) / 100,
            awaiting: spread(awaiting, "awaiting")
        )
    }

    private mutating func spread(_ value: JSONValue, _ path: String) -> Spread {
        let median = number(value["median"], "\(path).median", 0.1...100_000)
        return Spread(median: median, p90: number(value["p90"], "\(path).p90", median...1_000_000))
    }

    /// Members of an object in order of their names; a problem when it is something else.
    mutating func members(_ value: JSONValue, _ path: String) -> [(key: String, value: JSONValue)] {
        switch value {
        case .null: return []
        case .object(let members): return members.sorted { $0.key < $1.key }
        default:
            complain(path, "write names with values: { name: value }")
            return []
        }
    }

    mutating func category(_ name: String, _ path: String) -> Tickets.Category? {
        if let category = Tickets.Category(rawValue: name) { return category }
        complain(
            path,
            "there is no such category; use one of \(Tickets.Category.allCases.map(\.rawValue).joined(separator: ", "))"
        )
        return nil
    }

    mutating func priority(_ name: String, _ path: String) -> Priority? {
        if let priority = Int(name).flatMap(Priority.init(rawValue:)) { return priority }
        complain(path, "there is no such priority; write 1, 2, 3 or 4")
        return nil
    }

    private static func text(_ number: Double) -> String {
        number == number.rounded() ? String(Int(number)) : "\(number)"
    }
}
