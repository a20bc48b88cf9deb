import FoundationEssentials

/// A calendar's days in words: why one is closed, and where the clocks on the wall are moved.
struct CalendarView {
    private let calendar: WorkCalendar
    /// Whether the calendar's hours matter, or every minute counts.
    private let counts: Bool
    private let holidays: Set<String>

    /// Days of one clock that are looked at.
    private static let most = 4_000

    init(_ calendar: WorkCalendar, counts: Bool) {
        self.calendar = calendar
        self.counts = counts
        holidays = Set(calendar.definition.holidays)
    }

    /// A counted stretch; says where the hours are not the weekday's usual ones.
    func counted(_ stretch: Range<Date>) -> SLAExplanation.Entry {
        let day = calendar.localDay(of: stretch.lowerBound)
        let length = Microseconds(stretch.upperBound).value - Microseconds(stretch.lowerBound).value
        return SLAExplanation.Entry(
            kind: .counted,
            from: LocalMoment(stretch.lowerBound, in: calendar.zone),
            to: LocalMoment(stretch.upperBound, in: calendar.zone),
            seconds: Double(length) / 1e6,
            totalSeconds: 0,
            reason: counts ? exception(day) : nil
        )
    }

    /// Local dates without hours; neighbours that are closed for the same reason are one entry.
    func closedDays(from: Date, to: Date) -> [SLAExplanation.Entry] {
        guard counts, !calendar.isAlways else { return [] }
        let first = calendar.localDay(of: from)
        let last = min(calendar.localDay(of: to), first + Self.most)
        var groups: [(days: ClosedRange<Int>, why: Closure)] = []
        for day in first...max(first, last) where calendar.spans(day).isEmpty {
            let why = closure(day)
            if let group = groups.last, group.days.upperBound == day - 1, group.why == why {
                groups[groups.count - 1].days = group.days.lowerBound...day
            } else {
                groups.append((day...day, why))
            }
        }
        return groups.map { entry($0.days, $0.why) }
    }

    /// Changes of the zone's offset.
    func shifts(from: Date, to: Date) -> [SLAExplanation.Entry] {
        let zone = calendar.zone
        return zone.snapshot(from: from, to: to).transitions.compactMap { change in
            let at = Date(timeIntervalSince1970: Double(change[0]))
            let before = zone.offset(at: at.addingTimeInterval(-1))
            let moved = change[1] - before
            let (old, new) = (
                LocalMoment(at, in: Zone(identifier: "", initialOffset: before, transitions: [])),
                LocalMoment(at, in: zone)
            )
            let effect =
                moved > 0
                ? "clocks go forward from \(old.time) to \(new.time): that time does not exist"
                : "clocks go back from \(old.time) to \(new.time): that time comes twice"
            return SLAExplanation.Entry(
                kind: .shifted,
                from: new,
                to: new,
                seconds: 0,
                totalSeconds: 0,
                reason: effect
            )
        }
    }

    private func entry(_ days: ClosedRange<Int>, _ why: Closure) -> SLAExplanation.Entry {
        SLAExplanation.Entry(
            kind: .closed,
            from: LocalMoment(midnight(days.lowerBound), in: calendar.zone),
            to: LocalMoment(midnight(days.upperBound + 1), in: calendar.zone),
            seconds: 0,
            totalSeconds: 0,
            reason: Self.words(why, days)
        )
    }

    private enum Closure { case holiday, exception, weekly }

    private func closure(_ day: Int) -> Closure {
        let date = CivilDate.text(day)
        if calendar.definition.overrides[date] != nil { return .exception }
        return holidays.contains(date) ? .holiday : .weekly
    }

    private static func words(_ why: Closure, _ days: ClosedRange<Int>) -> String {
        switch why {
        case .holiday: "holiday"
        case .exception: "closed by an exception"
        case .weekly:
            "no hours on "
                + days.prefix(7).map { LocalMoment.weekdays[CivilDate.weekday($0)] }.joined(separator: " and ")
        }
    }

    /// What is unusual about an open day.
    private func exception(_ day: Int) -> String? {
        let date = CivilDate.text(day)
        guard calendar.definition.overrides[date] != nil else { return nil }
        let usual = calendar.definition.hours[Self.keys[CivilDate.weekday(day)]] ?? []
        return usual.isEmpty || holidays.contains(date) ? "worked by exception" : "hours of this date only"
    }

    private static let keys = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    /// The first instant of a local date.
    private func midnight(_ day: Int) -> Date {
        let zone = calendar.zone
        let guess = day * 86_400 - zone.offsets[zone.segment(at: day * 86_400)]
        let second = day * 86_400 - zone.offsets[zone.segment(at: guess)]
        // In a gap at midnight the date begins with the new offset.
        let begin = floorDivide(second + zone.offsets[zone.segment(at: second)], 86_400) < day ? guess : second
        return Date(timeIntervalSince1970: Double(begin))
    }
}
