import BusinessTime
import FoundationEssentials
import Holidays
import Testing

@Suite("Holiday files", .timeLimit(.minutes(2)))
struct HolidayFileTests {
    private let berlin: Zone

    init() throws {
        berlin = try ZoneStore.system.zone("Europe/Berlin")
    }

    private func dates(_ bytes: [UInt8], _ years: ClosedRange<Int> = 2026...2028) throws -> [String] {
        try HolidayFile(bytes, years: years).dates(in: berlin)
    }

    @Test("free all-day events of Google's count with every day")
    func google() throws {
        #expect(try dates(SampleFiles.google) == ["2026-10-03", "2026-12-24", "2026-12-25", "2026-12-26"])
    }

    @Test("Outlook's midnights make whole days, an afternoon none")
    func outlook() throws {
        #expect(try dates(SampleFiles.outlook) == ["2026-12-25", "2026-12-26", "2027-04-01"])
    }

    @Test("Apple's rules keep their ends, exceptions and moves")
    func apple() throws {
        #expect(
            try dates(SampleFiles.apple) == [
                "2026-01-06", "2026-05-01", "2026-11-26", "2027-01-08", "2027-11-25", "2028-05-01",
            ]
        )
    }

    @Test("UTC midnights are taken in the calendar's zone")
    func utcMidnight() throws {
        let file = SampleFiles.single("DTSTART:20261224T160000Z DTEND:20261225T160000Z")

        let shanghai = try HolidayFile(file, years: 2026...2026).dates(in: ZoneStore.system.zone("Asia/Shanghai"))

        #expect(shanghai == ["2026-12-25"])
        #expect(throws: HolidayFileError.noDates(years: 2026...2026)) { try dates(file, 2026...2026) }
    }

    @Test("dates by list, duration and Easter's shift are read")
    func lists() throws {
        let file = SampleFiles.single(
            "DTSTART;VALUE=DATE:20260403 RDATE;VALUE=DATE:20270326,20280414 EXDATE;VALUE=DATE:20270326 DURATION:P2D"
        )

        #expect(try dates(file) == ["2026-04-03", "2026-04-04", "2028-04-14", "2028-04-15"])
    }

    @Test("a closure over the turn of the year fills the window's first days")
    func turn() throws {
        let file = SampleFiles.single("DTSTART;VALUE=DATE:20251229 DTEND;VALUE=DATE:20260103 RRULE:FREQ=YEARLY")

        #expect(try dates(file, 2026...2026).prefix(3) == ["2026-01-01", "2026-01-02", "2026-12-29"])
    }

    @Test("the sample of Hamburg has ten holidays a year")
    func hamburg() throws {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let bytes = try #require(FileManager.default.contents(atPath: "/\(root)/ops/setup/de-hh.ics"))

        let found = try dates([UInt8](bytes), 2026...2031)

        #expect(found.count == 60)
        let known = ["2026-12-25", "2027-01-01", "2027-03-26", "2027-03-29", "2027-05-06", "2027-05-17", "2031-06-02"]
        #expect(Set(found).isSuperset(of: known))
    }

    @Test(
        "faulty files are refused with the field to mend",
        arguments: [
            ("SUMMARY:none", HolidayFileError.badEvent(1, field: "DTSTART")),
            ("DTSTART;VALUE=DATE:25.12.2026", .badEvent(1, field: "DTSTART")),
            ("DTSTART;VALUE=TEXT:20261225", .badEvent(1, field: "DTSTART")),
            ("DTSTART;VALUE=DATE:20261225 DTEND;VALUE=DATE:soon", .badEvent(1, field: "DTEND")),
            ("DTSTART;VALUE=DATE:20261225 DTEND;VALUE=DATE:20291225", .badEvent(1, field: "DTEND")),
            ("DTSTART;VALUE=DATE:20261225 DURATION:-P1D", .badEvent(1, field: "DURATION")),
            ("DTSTART;VALUE=DATE:20261225 DURATION:P99999999W", .badEvent(1, field: "DURATION")),
            ("DTSTART;VALUE=DATE:20261225 RRULE:FREQ=SOMETIMES", .badEvent(1, field: "RRULE")),
            ("DTSTART:20261225T000000 RRULE:FREQ=SECONDLY;BYMONTHDAY=31;BYMONTH=2", .badEvent(1, field: "RRULE")),
            ("DTSTART;VALUE=DATE:20260217 RRULE:RSCALE=CHINESE;FREQ=YEARLY", .badEvent(1, field: "RRULE")),
            ("DTSTART;VALUE=DATE:20261225 EXDATE;VALUE=DATE:never", .badEvent(1, field: "EXDATE")),
            ("DTSTART:20000101T000000 RRULE:FREQ=DAILY;BYHOUR=1,2,3,4,5,6,7,8,9,10,11,12", .endlessEvent(1)),
        ] as [(String, HolidayFileError)]
    )
    func refused(fields: String, error: HolidayFileError) {
        #expect(throws: error) { try dates(SampleFiles.single(fields)) }
        #expect(!error.description.isEmpty)
    }
}
