import BusinessTime
import FoundationEssentials

/// The product under test: the same questions, put to `BusinessTime`.
struct Product {
    /// The case's calendar as a setup file writes it.
    static func definition(_ calendar: OracleCalendar) -> CalendarDefinition {
        let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        let week = zip(names, calendar.week).filter { !$0.1.isEmpty }.map { ($0.0, $0.1.map(interval)) }
        let overrides = calendar.overrides.map { (UTCText.date($0.key), $0.value.map(interval)) }
        return CalendarDefinition(
            timeZone: calendar.zone.name,
            hours: Dictionary(uniqueKeysWithValues: week),
            holidays: calendar.holidays.sorted().map(UTCText.date),
            overrides: Dictionary(uniqueKeysWithValues: overrides)
        )
    }

    static func pauses(_ pauses: OraclePauses) -> [Pause] {
        pauses.all.map { Pause(from: date($0.from), to: $0.to.map(date)) }
    }

    /// The product's answer to a case, written as the oracle's.
    static func answer(_ item: OracleCase) throws -> String {
        let work = try WorkCalendar(definition(item.calendar), mustOpenAfter: nil)
        let start = date(item.start)
        switch item.question {
        case .due(let seconds, let pauses):
            return instant(work.due(start: start, budget: .seconds(seconds), pauses: Self.pauses(pauses)))
        case .elapsed(let end, let pauses):
            let elapsed = work.elapsed(start: start, end: date(end), pauses: Self.pauses(pauses))
            return elapsed.components.attoseconds == 0 ? "\(elapsed.components.seconds) s" : "\(elapsed)"
        case .isOpen: return work.isOpen(at: start) ? "open" : "closed"
        case .nextOpening: return instant(work.nextOpening(after: start))
        case .nextClosing: return instant(work.nextClosing(after: start))
        case .clocks(let ledger):
            return try ledger.policies.map { try clocks(ledger, under: $0) }.joined(separator: "\n--\n")
        }
    }

    static func date(_ second: Int) -> Date { Date(timeIntervalSince1970: Double(second)) }

    private static func interval(_ hours: OracleCalendar.Hours) -> [String] {
        [hours.begin, hours.end].map { minute in
            [minute / 60, minute % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
        }
    }

    /// An instant with a fraction shows as such, and so equals none of the oracle's.
    private static func instant(_ date: Date?) -> String {
        guard let date else { return Answer.instant(nil) }
        let seconds = date.timeIntervalSince1970
        return seconds == seconds.rounded() ? Answer.utc(Int(seconds)) : "\(seconds)"
    }
}
