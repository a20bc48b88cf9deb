import BusinessTime
import FoundationEssentials
import Testing

@Suite(
    "Shared business-time cases",
    .enabled(if: SharedCase.folder != nil, "set AFTERSAIL_SLA_CASES to the folder with cases.jsonl")
)
struct SharedCaseTests {
    @Test("every shared case gets its expected answer")
    func cases() throws {
        let folder = try #require(SharedCase.folder)
        let calendars = try SharedCase.calendars(in: folder)
        let cases = try SharedCase.all(in: folder)

        for item in cases {
            let calendar = try #require(calendars[item.calendar])
            let pauses = item.pauses.map { Pause(from: $0[0] ?? .distantPast, to: $0[1]) }
            if let minutes = item.minutes {
                let due = calendar.due(start: item.start, budget: .minutes(minutes), pauses: pauses)
                #expect(due == item.expect, "\(item.id)")
            } else if let end = item.end, let seconds = item.expectSeconds {
                let elapsed = calendar.elapsed(start: item.start, end: end, pauses: pauses)
                #expect(elapsed == .seconds(seconds), "\(item.id)")
            }
        }

        #expect(cases.count >= 200)
    }

    @Test("calendars survive their JSON form")
    func coded() throws {
        let folder = try #require(SharedCase.folder)
        let definitions = try SharedCase.definitions(in: folder)

        let again = try JSONDecoder().decode([String: CalendarDefinition].self, from: JSONEncoder().encode(definitions))

        #expect(again == definitions)
    }
}

/// One line of cases.jsonl.
struct SharedCase: Decodable {
    let id: String
    let calendar: String
    let start: Date
    let minutes: Int?
    let end: Date?
    let pauses: [[Date?]]
    let expect: Date?
    let expectSeconds: Int?

    private enum CodingKeys: String, CodingKey {
        case id, calendar, start, minutes, end, pauses, expect
        case expectSeconds = "expect_seconds"
    }

    /// From the environment, or beside the repository.
    static let folder: String? = {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let named = ProcessInfo.processInfo.environment["AFTERSAIL_SLA_CASES"]
        let candidates = [named, "/\(root)/../shared/data/sla"].compactMap { $0 }
        return candidates.first { FileManager.default.fileExists(atPath: "\($0)/cases.jsonl") }
    }()

    static func all(in folder: String) throws -> [SharedCase] {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        let data = FileManager.default.contents(atPath: "\(folder)/cases.jsonl") ?? Data()
        return try data.split(separator: 0x0a).map { try decoder.decode(SharedCase.self, from: Data($0)) }
    }

    static func definitions(in folder: String) throws -> [String: CalendarDefinition] {
        let data = FileManager.default.contents(atPath: "\(folder)/calendars.json") ?? Data()
        return try JSONDecoder().decode([String: CalendarDefinition].self, from: data)
    }

    static func calendars(in folder: String) throws -> [String: WorkCalendar] {
        try definitions(in: folder).mapValues { try WorkCalendar($0, mustOpenAfter: nil) }
    }
}
