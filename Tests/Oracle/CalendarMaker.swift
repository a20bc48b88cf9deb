/// Makes calendars up: plain offices, split days, nights, round the clock, and days without any sense.
struct CalendarMaker {
    typealias Hours = OracleCalendar.Hours

    let zone: OracleZone
    /// The day, since 1970, around which holidays and overrides lie.
    let middle: Int

    func calendar(_ random: inout Seeded) -> OracleCalendar {
        var calendar = OracleCalendar(zone: zone, week: week(&random))
        for _ in 0..<random.whole(0...6) { calendar.holidays.insert(day(&random)) }
        for _ in 0..<random.whole(0...4) {
            calendar.overrides[day(&random)] = random.chance(25) ? [] : hours(&random)
        }
        // A holiday that is worked on all the same, as make-up days are.
        if random.chance(20), let holiday = calendar.holidays.min() { calendar.overrides[holiday] = hours(&random) }
        return calendar
    }

    private func day(_ random: inout Seeded) -> Int { middle + random.whole(-10...40) }

    private func week(_ random: inout Seeded) -> [[Hours]] {
        switch random.whole(0...9) {
        case 0, 1: return weekdays([Hours(begin: 540, end: 1020)])
        case 2: return weekdays([Hours(begin: 480, end: 720), Hours(begin: 780, end: 1050)])
        case 3: return (0..<7).map { _ in [Hours(begin: 1320, end: 360)] }
        case 4: return (0..<7).map { _ in [Hours(begin: 0, end: 1440)] }
        // Open only by overrides, or never.
        case 5 where random.chance(15): return [[Hours]](repeating: [], count: 7)
        default:
            var week = (0..<7).map { _ in random.chance(30) ? [] : hours(&random) }
            if week.allSatisfy(\.isEmpty) { week[random.whole(0...6)] = hours(&random) }
            return week
        }
    }

    private func weekdays(_ hours: [Hours]) -> [[Hours]] { (0..<7).map { $0 < 5 ? hours : [] } }

    private func hours(_ random: inout Seeded) -> [Hours] {
        (0..<random.whole(1...3)).map { _ in interval(&random) }
    }

    private func interval(_ random: inout Seeded) -> Hours {
        let begin = time(&random, latest: 1439)
        let end = random.chance(10) ? 1440 : time(&random, latest: 1440)
        return Hours(begin: begin, end: end == begin ? begin + 1 : end)
    }

    /// Often an hour in which clocks are turned, and often a round one.
    private func time(_ random: inout Seeded, latest: Int) -> Int {
        switch random.whole(0...3) {
        case 0: min(random.whole(0...16) * 15, latest)
        case 1: min(random.whole(0...24) * 60, latest)
        default: random.whole(0...latest)
        }
    }
}
