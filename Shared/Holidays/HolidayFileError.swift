/// Why an iCalendar file was refused; correcting the file helps, a retry does not.
public enum HolidayFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// More bytes, events, depth or line length than any calendar of holidays has.
    case tooLarge(String)
    /// Nothing in it that begins with `BEGIN:VCALENDAR`, or an `END` too many.
    case notICalendar
    /// A field of an event, counted from 1, that cannot be read or followed.
    case badEvent(Int, field: String)
    /// Repetitions that do not end soon enough, of an event counted from 1.
    case endlessEvent(Int)
    /// No whole free day in the years asked for.
    case noDates(years: ClosedRange<Int>)

    /// What was tried and what to do.
    public var description: String {
        switch self {
        case .tooLarge(let what): "\(what); export the holidays alone, or split the file"
        case .notICalendar:
            "no iCalendar file: BEGIN:VCALENDAR is missing or an END has no BEGIN; export it again as .ics"
        case .badEvent(let number, let field):
            "event \(number): \(field) cannot be read; correct it, such as DTSTART;VALUE=DATE:20261225, or remove the event"
        case .endlessEvent(let number):
            "event \(number): its rule repeats too often or never comes to an end; use FREQ=YEARLY, or give UNTIL"
        case .noDates(let years):
            "no whole free day from \(years.lowerBound) to \(years.upperBound); export all-day events of these years"
        }
    }
}
