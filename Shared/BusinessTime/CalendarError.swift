/// Why a calendar was refused; correcting its text helps, a retry does not.
public enum CalendarError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The zone could not be read.
    case zone(ZoneError)
    /// A key of `hours` that is not `mon` … `sun`.
    case badWeekday(String)
    /// A date that is not `YYYY-MM-DD` or does not exist.
    case badDate(String)
    /// An interval that is not `[from, to]` with two different times.
    case badInterval(day: String, interval: [String])
    /// An exception whose ends are not two days or moments in order, at most 400 days apart.
    case badException(from: String, to: String)
    /// No open time in the 400 days after the instant it was asked for.
    case neverOpen

    /// What was tried and what to do.
    public var description: String {
        switch self {
        case .zone(let error): error.description
        case .badWeekday(let key): "weekday '\(key.prefix(20))' is unknown; use mon, tue, wed, thu, fri, sat, sun"
        case .badDate(let text): "date '\(text.prefix(20))' is not a day; write YYYY-MM-DD"
        case .badInterval(let day, let interval):
            "hours \(interval.prefix(3)) of \(day.prefix(20)) are no interval; write [\"09:00\",\"17:00\"], 24:00 at the latest"
        case .badException(let from, let to):
            "'\(from.prefix(20))' to '\(to.prefix(20))' is no stretch of up to 400 days; write 2026-12-24 or 2026-12-24T14:00"
        case .neverOpen: "the calendar has no open time in the next 400 days; give it hours or an override"
        }
    }
}
