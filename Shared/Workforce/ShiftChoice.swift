import FoundationEssentials

/// The daily shift in which one more person would reach the most tickets in time.
struct ShiftChoice {
    let startHour: Int
    let weekdays: [Int]
    /// Those of the days that have at least half of what they have on average.
    let busyWeekdays: [Int]
    /// Tickets that the shift reaches, and those of them that come while it lasts.
    let reached: [Gaps.Late]
    let during: Int

    /// The best start of a shift of so many hours; the earliest of equal ones, and none of those that did not help.
    init?(_ late: [Gaps.Late], hours: Int, but useless: Set<Int> = []) {
        var best: (start: Int, reached: [(late: Gaps.Late, day: Int, isDuring: Bool)])?
        for start in 0..<24 where !useless.contains(start) {
            let reached = late.compactMap { one in
                Self.day(one, start, hours).map { (late: one, day: $0.day, isDuring: $0.isDuring) }
            }
            if reached.count > best?.reached.count ?? 0 { best = (start, reached) }
        }
        guard let best else { return nil }
        startHour = best.start
        let days = Dictionary(grouping: best.reached) { AdvisedShift.weekday($0.day) }.mapValues(\.count)
        weekdays = days.keys.sorted()
        busyWeekdays = weekdays.filter { days[$0, default: 0] * 2 * days.count >= best.reached.count }
        reached = best.reached.map(\.late)
        during = best.reached.count { $0.isDuring }
    }

    /// The day on which a shift begins that is there when a ticket needs somebody, or soon enough after.
    private static func day(_ late: Gaps.Late, _ start: Int, _ hours: Int) -> (day: Int, isDuring: Bool)? {
        let from = late.from.timeIntervalSince1970
        let last = ((from - Double(start) * 3_600) / 86_400).rounded(.down)
        let begin = last * 86_400 + Double(start) * 3_600
        // Somebody who is there for a minute only has hardly begun.
        if from < begin + Double(hours) * 3_600 - 60 { return (Int(last), true) }
        return begin + 86_400 <= late.until.timeIntervalSince1970 ? (Int(last) + 1, false) : nil
    }
}
