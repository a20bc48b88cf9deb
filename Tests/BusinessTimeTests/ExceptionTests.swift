import BusinessTime
import FoundationEssentials
import Testing

@Suite("Leave and extra shifts")
struct ExceptionTests {
    private let office = CalendarDefinition(
        timeZone: "Europe/Berlin",
        hours: ["mon": [["09:00", "17:00"]], "tue": [["09:00", "17:00"]], "wed": [["09:00", "17:00"]]],
        holidays: ["2026-12-08"]
    )
    private let night = CalendarDefinition(
        timeZone: "UTC",
        hours: ["mon": [["22:00", "06:00"]], "tue": [["22:00", "06:00"]], "wed": [["22:00", "06:00"]]]
    )

    private func open(_ definition: CalendarDefinition, _ exceptions: [CalendarException]) throws -> [String] {
        let calendar = try WorkCalendar(definition.applying(exceptions), mustOpenAfter: nil)
        let week = try (utc("2026-11-29T12:00:00Z"), utc("2026-12-05T12:00:00Z"))
        return calendar.openIntervals(from: week.0, to: week.1).map { range in
            [range.lowerBound, range.upperBound].map { instant in
                let text = instant.formatted(.iso8601)
                return String(text.dropFirst(8).prefix(8))
            }.joined(separator: " ")
        }
    }

    @Test("leave closes whole days, the last one included")
    func leave() throws {
        let days = CalendarException(from: "2026-12-01", to: "2026-12-02", kind: .leave)

        #expect(try open(office, []) == ["30T08:00 30T16:00", "01T08:00 01T16:00", "02T08:00 02T16:00"])
        #expect(try open(office, [days]) == ["30T08:00 30T16:00"])
    }

    @Test("leave by the hour cuts a day, in local time")
    func hours() throws {
        let noon = CalendarException(from: "2026-12-01T12:00", to: "2026-12-01T14:30", kind: .leave)

        #expect(
            try open(office, [noon])
                == ["30T08:00 30T16:00", "01T08:00 01T11:00", "01T13:30 01T16:00", "02T08:00 02T16:00"]
        )
    }

    @Test("an extra shift opens a closed day, and leave wins over it")
    func extra() throws {
        let saturday = CalendarException(from: "2026-12-05T09:00", to: "2026-12-05T12:00", kind: .extra)
        let week = CalendarException(from: "2026-11-30", to: "2026-12-06", kind: .leave)

        #expect(try open(office, [saturday]).last == "05T08:00 05T11:00")
        #expect(try open(office, [saturday, week]).isEmpty)
    }

    @Test("a night that begins or ends in leave is cut at midnight")
    func nights() throws {
        let tuesday = CalendarException(from: "2026-12-01", to: "2026-12-01", kind: .leave)

        #expect(try open(night, [tuesday]) == ["30T22:00 01T00:00", "02T00:00 02T06:00", "02T22:00 03T06:00"])
        #expect(try open(night, []) == ["30T22:00 01T06:00", "01T22:00 02T06:00", "02T22:00 03T06:00"])
    }

    @Test("days around leave keep their holidays and nights")
    func neighbours() throws {
        let monday = CalendarException(from: "2026-12-07", to: "2026-12-07", kind: .leave)
        let calendar = try WorkCalendar(office.applying([monday]), mustOpenAfter: nil)

        #expect(try !calendar.isOpen(at: utc("2026-12-08T10:00:00Z")))
        #expect(try calendar.isOpen(at: utc("2026-12-09T10:00:00Z")))
    }

    @Test("somebody is on leave from its first to its last moment")
    func onLeave() throws {
        let days = [
            CalendarException(from: "2026-12-01", to: "2026-12-02T12:00", kind: .leave),
            CalendarException(from: "2026-12-05", to: "2026-12-05", kind: .extra),
        ]
        let leave = try #require(try office.leave(in: days))
        let calendar = try WorkCalendar(leave, mustOpenAfter: nil)

        #expect(try !calendar.isOpen(at: utc("2026-11-30T22:59:59Z")))
        #expect(try calendar.isOpen(at: utc("2026-11-30T23:00:00Z")))
        #expect(try calendar.isOpen(at: utc("2026-12-02T10:59:59Z")))
        #expect(try !calendar.isOpen(at: utc("2026-12-02T11:00:00Z")))
        #expect(try !calendar.isOpen(at: utc("2026-12-05T10:00:00Z")))
        #expect(try office.leave(in: [days[1]]) == nil)
    }

    @Test(
        "what is no stretch is refused",
        arguments: [
            ("2026-12-02", "2026-12-01"), ("2026-13-01", "2026-13-02"), ("2026-12-01T25:00", "2026-12-02"),
            ("2026-12-01T10:00", "2026-12-01T10:00"), ("2026-12-01", "2028-12-01"), ("soon", "later"),
        ]
    )
    func refused(from: String, to: String) {
        #expect(throws: CalendarError.badException(from: from, to: to)) {
            try CalendarException(from: from, to: to, kind: .leave).validate()
        }
    }
}
