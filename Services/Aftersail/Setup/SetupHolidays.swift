import BusinessTime
import Contracts
import FoundationEssentials
import Holidays
import Setup

/// Turns the iCalendar files that calendars name into plain holidays, so that what is stored needs no file.
struct SetupHolidays {
    static let field = "holidayFiles"
    /// Years before and after the present one.
    private static let past = 1
    private static let future = 5

    let years: ClosedRange<Int>

    init(now: Date) {
        let year = Int(now.formatted(.iso8601.year())) ?? 1970
        years = year - Self.past...year + Self.future
    }

    /// The bytes of every file that a book of calendars names, relative to its folder.
    ///
    /// - Throws: `SetupProblem` with the place of the name.
    static func files(of book: JSONValue, in folder: String) throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for (calendar, fields) in book["calendars"].members.sorted(by: { $0.key < $1.key }) {
            for (place, name) in try names(fields, calendar: calendar) {
                guard let bytes = FileManager.default.contents(atPath: "\(folder)/\(name)") else {
                    throw SetupProblem(place, "\(folder)/\(name) cannot be read; put the file there or name another")
                }
                files[name] = [UInt8](bytes)
            }
        }
        return files
    }

    /// The files, with calendars that have plain holidays alone.
    ///
    /// - Throws: `Failure` naming everything that is wrong with the iCalendar files.
    func expanded(_ files: [SetupFile]) throws -> [SetupFile] {
        var complaints: [String] = []
        let plain = try files.map { file in
            file.kind == .calendars ? try expanded(file, complaints: &complaints) : file
        }
        guard complaints.isEmpty else { throw Failure(.badData, complaints.joined(separator: "\n")) }
        return plain
    }

    private func expanded(_ file: SetupFile, complaints: inout [String]) throws -> SetupFile {
        guard case .object(var book) = file.body, case .object(var calendars)? = book["calendars"] else { return file }
        for (calendar, fields) in calendars.sorted(by: { $0.key < $1.key }) {
            guard case .object(var members) = fields, members[Self.field] != nil else { continue }
            var dates = Set(members["holidays"].map(\.list)?.compactMap(\.string) ?? [])
            for (place, name) in try Self.names(fields, calendar: calendar) {
                do {
                    dates.formUnion(try self.dates(file.holidayFiles[name] ?? [], zone: members["tz"]?.string ?? "UTC"))
                } catch {
                    complaints.append("\(file.name): \(place): \(name): \(error)")
                }
            }
            members[Self.field] = nil
            members["holidays"] = .array(dates.sorted().map { .string($0) })
            calendars[calendar] = .object(members)
        }
        book["calendars"] = .object(calendars)
        return SetupFile(name: file.name, kind: file.kind, body: .object(book))
    }

    private func dates(_ bytes: [UInt8], zone: String) throws -> [String] {
        try HolidayFile(bytes, years: years).dates(in: ZoneStore.system.zone(zone))
    }

    /// Places and names of a calendar's files; a name leads nowhere but into the folder.
    private static func names(_ fields: JSONValue, calendar: String) throws -> [(place: String, name: String)] {
        guard let value = fields.members[field] else { return [] }
        let place = "calendars.\(calendar).\(field)"
        guard case .array(let values) = value else {
            throw SetupProblem(place, "this should be a list of file names, such as [holidays.ics]")
        }
        return try values.enumerated().map { index, value in
            let place = "\(place)[\(index)]"
            let name = value.string ?? ""
            let parts = name.split(separator: "/", omittingEmptySubsequences: false)
            guard name.hasSuffix(".ics"), parts.allSatisfy({ !$0.isEmpty && !$0.hasPrefix(".") }) else {
                throw SetupProblem(place, "write the name of an .ics file below this folder, such as holidays.ics")
            }
            return (place, name)
        }
    }
}
