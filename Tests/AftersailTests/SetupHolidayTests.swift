import Contracts
import FoundationEssentials
import Harness
import Postgres
import Testing

@testable import Aftersail

@Suite("aftersail setup with holiday files", .freshDatabase)
struct SetupHolidayTests {
    private static let book = """
        kind: calendars
        standard: works
        calendars:
          works:
            tz: Europe/Berlin
            hours: { mon: [["09:00", "17:00"]] }
            holidays: ["2026-12-24"]
            holidayFiles: [free.ics]
        """
    private static let free = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "UID:a", "DTSTART;VALUE=DATE:20201225",
        "RRULE:FREQ=YEARLY;UNTIL=20271225", "END:VEVENT", "END:VCALENDAR", "",
    ].joined(separator: "\r\n")

    /// Loads as if it were 22 November 2026.
    private func load(_ files: [String: String]) async throws -> CommandRun {
        try await withOwner { database in
            try await database.execute(
                "UPDATE clock SET virtual_anchor = $1, real_anchor = pg_catalog.now(), rate = 1e-9",
                Date(timeIntervalSince1970: 1_795_305_600)
            )
        }
        let folder = try Place.folder(files)
        defer { Place.remove(folder) }
        return await aftersail("setup", "load", folder)
    }

    @Test("dates of the file are stored plainly beside the written ones")
    func stored() async throws {
        let run = try await load(["calendars.yaml": Self.book, "free.ics": Self.free])

        #expect(run.code == 0, "\(run.complaints)")
        let body = try await values("SELECT body FROM setup_document WHERE active").first?["body"]
        let works = body?["calendars.works"].members ?? [:]
        let holidays = works["holidays"]?.list.compactMap(\.string)
        #expect(holidays == ["2025-12-25", "2026-12-24", "2026-12-25", "2027-12-25"])
        #expect(works["holidayFiles"] == nil)
    }

    @Test(
        "a faulty file is told with its place and nothing is stored",
        arguments: [
            ("[free.ics]", "DTSTART;VALUE=DATE:20201225", "DTSTART;VALUE=DATE:tomorrow", "event 1: DTSTART"),
            ("[free.ics]", "VALUE=DATE:20201225", "VALUE=DATE:20351225", "no whole free day from 2025 to 2031"),
            ("[gone.ics]", "", "", "gone.ics cannot be read"),
            ("[../free.ics]", "", "", "holidayFiles[0]: write the name"),
            ("free.ics", "", "", "holidayFiles: this should be a list"),
        ]
    )
    func faulty(names: String, good: String, bad: String, message: String) async throws {
        let book = Self.book.replacing("[free.ics]", with: names)
        let file = good.isEmpty ? Self.free : Self.free.replacing(good, with: bad)

        let run = try await load(["calendars.yaml": book, "free.ics": file])

        #expect(run.code == 65)
        #expect(run.complaints.contains("calendars.yaml") && run.complaints.contains("calendars.works.holidayFiles"))
        #expect(run.complaints.contains(message), "\(run.complaints)")
        #expect(try await values("SELECT 1 AS one FROM setup_document").isEmpty)
    }
}
