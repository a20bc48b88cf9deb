import BusinessTime
import FoundationEssentials
import Testing

@Suite("Work calendar")
struct WorkCalendarTests {
    @Test("a full day falls due at closing time, not at the next opening")
    func closing() throws {
        let office = try calendar("Europe/Berlin", weekdays, [["09:00", "17:00"]])

        #expect(
            try office.due(start: utc("2024-06-03T07:00:00Z"), budget: .minutes(480)) == utc("2024-06-03T15:00:00Z")
        )
    }

    @Test("seconds and microseconds are kept")
    func fractions() throws {
        let office = try calendar("UTC", weekdays, [["09:00", "17:00"]])
        let start = try utc("2024-06-03T16:59:30Z").addingTimeInterval(0.25)

        let due = office.due(start: start, budget: .seconds(60))

        #expect(try due == utc("2024-06-04T09:00:30Z").addingTimeInterval(0.25))
    }

    @Test("a gap counts nothing and an overlap counts twice")
    func daylight() throws {
        let dawn = try calendar("Europe/Berlin", everyDay, [["02:00", "04:00"]])

        let spring = try dawn.elapsed(start: utc("2024-03-30T23:00:00Z"), end: utc("2024-03-31T20:00:00Z"))
        let autumn = try dawn.elapsed(start: utc("2024-10-26T22:00:00Z"), end: utc("2024-10-27T20:00:00Z"))

        #expect(spring == .minutes(60))
        #expect(autumn == .minutes(180))
    }

    @Test("Lord Howe turns the clock by half an hour")
    func lordHowe() throws {
        let night = try calendar("Australia/Lord_Howe", everyDay, [["01:00", "03:00"]])

        let spring = try night.elapsed(start: utc("2024-10-05T12:00:00Z"), end: utc("2024-10-06T00:00:00Z"))
        let autumn = try night.elapsed(start: utc("2024-04-06T12:00:00Z"), end: utc("2024-04-07T00:00:00Z"))

        #expect(spring == .minutes(90))
        #expect(autumn == .minutes(150))
    }

    @Test("Apia's missing Friday counts nothing")
    func apia() throws {
        let office = try calendar("Pacific/Apia", "fri sat", [["08:00", "16:00"]])

        let due = try office.due(start: utc("2011-12-29T19:00:00Z"), budget: .minutes(60))

        #expect(try due == utc("2011-12-30T19:00:00Z"))
    }

    @Test("a make-up Saturday is open and its Monday holiday is not")
    func makeUp() throws {
        let office = try calendar(
            "Asia/Shanghai",
            weekdays,
            [["09:00", "18:00"]],
            holidays: ["2024-02-05"],
            overrides: ["2024-02-03": [["09:00", "18:00"]]]
        )

        #expect(
            try office.due(start: utc("2024-02-02T09:00:00Z"), budget: .minutes(120)) == utc("2024-02-03T02:00:00Z")
        )
        #expect(try office.due(start: utc("2024-02-03T09:30:00Z"), budget: .minutes(60)) == utc("2024-02-06T01:30:00Z"))
    }

    @Test("an override wins over a holiday of the same date")
    func override() throws {
        let office = try calendar(
            "UTC",
            weekdays,
            [["09:00", "17:00"]],
            holidays: ["2024-12-24"],
            overrides: ["2024-12-24": [["09:00", "12:00"]]]
        )

        let christmas = try office.elapsed(start: utc("2024-12-24T00:00:00Z"), end: utc("2024-12-25T00:00:00Z"))

        #expect(christmas == .minutes(180))
    }

    @Test("a night shift belongs to the date on which it begins")
    func nightShift() throws {
        let night = try calendar("UTC", "fri", [["22:00", "06:00"]], holidays: ["2024-06-14"])

        let whole = try night.openIntervals(from: utc("2024-06-07T00:00:00Z"), to: utc("2024-06-09T00:00:00Z"))
        let holiday = try night.openIntervals(from: utc("2024-06-14T00:00:00Z"), to: utc("2024-06-16T00:00:00Z"))
        let tail = try calendar("UTC", "thu", [["22:00", "06:00"]], holidays: ["2024-06-14"])

        #expect(try whole == [utc("2024-06-07T22:00:00Z")..<utc("2024-06-08T06:00:00Z")])
        #expect(holiday.isEmpty)
        #expect(try tail.isOpen(at: utc("2024-06-14T05:59:00Z")))
    }

    @Test("a short target survives a long factory shutdown")
    func shutdown() throws {
        let days = (1...31).map { "2024-08-\($0 < 10 ? "0" : "")\($0)" }
        let plant = try calendar("UTC", weekdays, [["09:00", "17:00"]], holidays: days)

        #expect(try plant.due(start: utc("2024-07-31T16:30:00Z"), budget: .minutes(60)) == utc("2024-09-02T09:30:00Z"))
    }

    @Test("closing hours of another day are never borrowed")
    func dayHours() throws {
        let shop = try WorkCalendar(
            CalendarDefinition(timeZone: "UTC", hours: ["thu": [["10:00", "20:00"]], "fri": [["09:00", "15:00"]]]),
            mustOpenAfter: nil
        )

        let due = try shop.due(start: utc("2024-06-06T19:00:00Z"), budget: .minutes(480))

        #expect(try due == utc("2024-06-13T11:00:00Z"))
    }

    @Test("pauses count once, whatever their order and overlap")
    func pauses() throws {
        let office = try calendar("UTC", weekdays, [["09:00", "17:00"]])
        let pauses = try [
            Pause(from: utc("2024-06-03T11:00:00Z"), to: utc("2024-06-03T12:00:00Z")),
            Pause(from: utc("2024-06-03T10:00:00Z"), to: utc("2024-06-03T11:30:00Z")),
            Pause(from: utc("2024-06-03T14:00:00Z"), to: utc("2024-06-03T13:00:00Z")),
            Pause(from: utc("2024-06-03T16:00:00Z"), to: utc("2024-06-04T10:00:00Z")),
        ]

        let due = try office.due(start: utc("2024-06-03T09:00:00Z"), budget: .minutes(360), pauses: pauses)

        #expect(try due == utc("2024-06-04T11:00:00Z"))
    }

    @Test("a deadline equal to the start of a pause stands")
    func pauseAtDeadline() throws {
        let pause = try Pause(from: utc("2024-06-03T10:00:00Z"), to: nil)
        let start = try utc("2024-06-03T09:00:00Z")

        #expect(
            try WallCalendar.always.due(start: start, budget: .minutes(60), pauses: [pause])
                == utc("2024-06-03T10:00:00Z")
        )
        #expect(WallCalendar.always.due(start: start, budget: .minutes(61), pauses: [pause]) == nil)
    }

    @Test("a calendar that never opens is refused, and answers nil")
    func never() throws {
        let closed = CalendarDefinition(timeZone: "UTC", hours: [:], overrides: ["2020-01-01": [["09:00", "17:00"]]])
        let now = try utc("2024-01-01T00:00:00Z")

        #expect(throws: CalendarError.neverOpen) { try WorkCalendar(closed, mustOpenAfter: now) }
        let old = try WorkCalendar(closed, mustOpenAfter: nil)
        #expect(old.due(start: now, budget: .minutes(1)) == nil)
        #expect(old.nextOpening(after: now) == nil && old.firstOpen(from: now) == nil)
        #expect(old.elapsed(start: now, end: now.addingTimeInterval(1e9)) == .zero)
    }

    @Test(
        "wrong texts are refused with their place",
        arguments: [
            (["mon": [["09:00"]]], [], CalendarError.badInterval(day: "mon", interval: ["09:00"])),
            (["mon": [["09:00", "09:00"]]], [], .badInterval(day: "mon", interval: ["09:00", "09:00"])),
            (["mon": [["24:00", "09:00"]]], [], .badInterval(day: "mon", interval: ["24:00", "09:00"])),
            (["mon": [["9:00", "10:00"]]], [], .badInterval(day: "mon", interval: ["9:00", "10:00"])),
            (["mon": [["09:00", "24:01"]]], [], .badInterval(day: "mon", interval: ["09:00", "24:01"])),
            (["monday": []], [], .badWeekday("monday")), ([:], ["2023-02-29"], .badDate("2023-02-29")),
            ([:], ["2024-1-01"], .badDate("2024-1-01")),
        ] as [([String: [[String]]], [String], CalendarError)]
    )
    func refused(hours: [String: [[String]]], holidays: [String], error: CalendarError) {
        let definition = CalendarDefinition(timeZone: "UTC", hours: hours, holidays: holidays)

        #expect(throws: error) { try WorkCalendar(definition, mustOpenAfter: nil) }
    }

    @Test("openings and closings are found over lunch and weekends")
    func openings() throws {
        let office = try calendar("Europe/Berlin", weekdays, [["09:00", "12:00"], ["13:00", "17:00"]])
        let friday = try utc("2024-06-07T09:30:00Z")

        #expect(office.isOpen(at: friday))
        #expect(try office.nextClosing(after: friday) == utc("2024-06-07T10:00:00Z"))
        #expect(try office.nextOpening(after: friday) == utc("2024-06-07T11:00:00Z"))
        #expect(try office.nextOpening(after: utc("2024-06-07T15:00:00Z")) == utc("2024-06-10T07:00:00Z"))
        #expect(try office.nextOpening(after: utc("2024-06-07T11:00:00Z")) == utc("2024-06-10T07:00:00Z"))
        #expect(try !office.isOpen(at: utc("2024-06-07T10:00:00Z")))
        #expect(WallCalendar.always.nextClosing(after: friday) == nil)
        #expect(WallCalendar.always.nextOpening(after: friday) == nil)
        #expect(WallCalendar.always.isOpen(at: friday))
    }

    @Test("two touching intervals over midnight are one opening")
    func touching() throws {
        let night = try calendar("UTC", everyDay, [["00:00", "06:00"], ["22:00", "24:00"]])

        #expect(try night.nextClosing(after: utc("2024-06-03T23:00:00Z")) == utc("2024-06-04T06:00:00Z"))
    }
}
