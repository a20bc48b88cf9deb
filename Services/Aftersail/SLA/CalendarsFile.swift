import BusinessTime
import Contracts
import FoundationEssentials
import Setup

/// Named calendars from a file: a JSON object of calendars by name, or the setup document `calendars`.
enum CalendarsFile {
    /// Every calendar, compiled.
    ///
    /// - Throws: `Failure` that names the calendar and what is wrong with it.
    static func read(_ path: String) throws -> [String: WorkCalendar] {
        let document = try SetupFolder.value(at: path)
        let named = document["calendars"] == .null ? document : document["calendars"]
        guard case .object(let members) = named, !members.isEmpty else {
            throw Failure(.badData, "\(path) names no calendar; write {\"name\": {\"tz\": …, \"hours\": …}}")
        }
        return try Dictionary(uniqueKeysWithValues: members.map { ($0, try calendar($0, $1, path)) })
    }

    private static func calendar(_ name: String, _ value: JSONValue, _ path: String) throws -> WorkCalendar {
        guard value[SetupHolidays.field] == .null else {
            throw Failure(
                .badData,
                "\(path): \(name): names holiday files; give the file that `aftersail setup export` writes, with their dates"
            )
        }
        do {
            let definition = try WireJSON.decode(CalendarDefinition.self, from: Array(value.text.utf8))
            return try WorkCalendar(definition, mustOpenAfter: nil)
        } catch let error as DecodingError {
            throw Failure(.badData, "\(path): \(name): \(SetupProblem(error))")
        } catch let error as CalendarError {
            throw Failure(.badData, "\(path): \(name): \(error)")
        }
    }
}
