import BusinessTime
import Contracts
import FoundationEssentials

/// One question about business time.
struct BusinessCase: Equatable {
    /// What is asked.
    enum Question: Equatable {
        /// When so many open minutes have passed.
        case due(minutes: Int)
        /// How much open time lies before an instant.
        case elapsed(end: Date)
    }

    /// The asker's name for it, as JSON; empty without one.
    var id: [UInt8] = []
    var calendar: String
    var start: Date
    var question: Question
    var pauses: [Pause] = []
}

/// Why a line is no case; what the asker wrote stands in none of it but names of fields and calendars.
struct CaseProblem: Error, Equatable {
    let message: String

    init(_ message: String) { self.message = message }
}

/// What is read of a line, before it is a case.
struct CaseFields {
    var id: [UInt8] = []
    var op: String?
    var calendar: String?
    var start: Date?
    var minutes: Int?
    var end: Date?
    var pauses: [Pause] = []

    /// The case; `standard` is asked where the line names no operation.
    func question(_ standard: String) throws(CaseProblem) -> BusinessCase {
        guard let calendar else { throw CaseProblem("calendar is missing; name one of the file") }
        guard let start else { throw CaseProblem("start is missing; write an instant such as 2026-11-23T08:00:00Z") }
        let question: BusinessCase.Question
        switch op ?? standard {
        case "due":
            guard let minutes, (0...52_560_000).contains(minutes) else {
                throw CaseProblem("minutes must be a whole number from 0 to 52560000")
            }
            question = .due(minutes: minutes)
        case "elapsed":
            guard let end else { throw CaseProblem("end is missing; write an instant such as 2026-11-23T17:00:00Z") }
            question = .elapsed(end: end)
        default: throw CaseProblem("op must be due or elapsed")
        }
        return BusinessCase(id: id, calendar: calendar, start: start, question: question, pauses: pauses)
    }
}

extension CaseFields {
    /// Reads any JSON, slowly, and says what is wrong with it.
    init(_ line: ArraySlice<UInt8>) throws(CaseProblem) {
        let root: JSONValue
        do throws(JSONSyntaxError) {
            root = try JSONDocument(Array(line)).root
        } catch {
            throw CaseProblem(error.description)
        }
        guard case .object(let members) = root else { throw CaseProblem("a case is a JSON object, not \(root.kind)") }
        id = members["id"].map { Array($0.text.utf8) } ?? []
        op = try Self.text(members, "op")
        calendar = try Self.text(members, "calendar")
        start = try Self.instant(members, "start")
        end = try Self.instant(members, "end")
        if let value = members["minutes"], value != .null {
            guard let whole = value.whole else {
                throw CaseProblem("minutes must be a whole number from 0 to 52560000")
            }
            minutes = whole
        }
        guard let list = members["pauses"], list != .null else { return }
        guard case .array(let entries) = list else { throw CaseProblem("pauses must be a list of [from, to]") }
        for entry in entries { pauses.append(try Self.pause(entry)) }
    }

    private static func text(_ members: [String: JSONValue], _ name: String) throws(CaseProblem) -> String? {
        guard let value = members[name], value != .null else { return nil }
        guard let text = value.string else { throw CaseProblem("\(name) must be a text") }
        return text
    }

    private static func instant(_ members: [String: JSONValue], _ name: String) throws(CaseProblem) -> Date? {
        guard let value = members[name], value != .null else { return nil }
        guard let date = value.string.flatMap({ RFC3339.date($0) }) else {
            throw CaseProblem("\(name) must be an instant such as 2026-11-23T08:00:00Z")
        }
        return date
    }

    private static func pause(_ value: JSONValue) throws(CaseProblem) -> Pause {
        let ends = value.list
        guard ends.count == 2, let from = ends[0].string.flatMap({ RFC3339.date($0) }) else {
            throw CaseProblem("a pause must be [from, to], two instants, or null for one that lasts")
        }
        if ends[1] == .null { return Pause(from: from, to: nil) }
        guard let to = ends[1].string.flatMap({ RFC3339.date($0) }) else {
            throw CaseProblem("a pause must be [from, to], two instants, or null for one that lasts")
        }
        return Pause(from: from, to: to)
    }
}
