/// A calendar as its rules tell it, for the oracle: days by number, times in minutes after midnight.
struct OracleCalendar: Sendable {
    /// Opening hours `[begin, end)`; an end not later than its begin lies on the next day.
    struct Hours: Sendable, Equatable {
        let begin: Int
        let end: Int

        var crossesMidnight: Bool { end <= begin }
    }

    let zone: OracleZone
    /// Seven days, Monday first.
    var week: [[Hours]]
    /// Days since 1970-01-01 that are closed unless overridden.
    var holidays: Set<Int> = []
    /// The hours of single days, instead of the week's and of a holiday's.
    var overrides: [Int: [Hours]] = [:]

    /// What holds on a date: its override, or nothing on a holiday, or the weekday's hours.
    func hours(on day: Int) -> [Hours] {
        if let override = overrides[day] { return override }
        return holidays.contains(day) ? [] : week[Self.weekday(day)]
    }

    /// Whether each of a date's 1,440 wall-clock minutes is open: within hours of that date, or within what the hours
    /// of the date before left for it.
    func openMinutes(of day: Int) -> [Bool] {
        let own = hours(on: day)
        let left = hours(on: day - 1).filter(\.crossesMidnight)
        return (0..<1440).map { minute in
            for one in own where one.begin <= minute && (minute < one.end || one.crossesMidnight) { return true }
            for one in left where minute < one.end { return true }
            return false
        }
    }

    /// Monday is 0; 1970-01-01 was a Thursday.
    static func weekday(_ day: Int) -> Int { ((day + 3) % 7 + 7) % 7 }
}
