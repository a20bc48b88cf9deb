import BusinessTime
import FoundationEssentials

/// An instant from its ISO 8601 form.
func utc(_ text: String) throws -> Date {
    try Date(text, strategy: .iso8601)
}

/// A calendar with the same hours on the named days.
func calendar(
    _ timeZone: String,
    _ days: String,
    _ hours: [[String]],
    holidays: [String] = [],
    overrides: [String: [[String]]] = [:]
) throws -> WorkCalendar {
    let week = Dictionary(uniqueKeysWithValues: days.split(separator: " ").map { (String($0), hours) })
    let definition = CalendarDefinition(timeZone: timeZone, hours: week, holidays: holidays, overrides: overrides)
    return try WorkCalendar(definition, mustOpenAfter: nil)
}

let weekdays = "mon tue wed thu fri"
let everyDay = "mon tue wed thu fri sat sun"

extension Duration {
    static func minutes(_ minutes: Int) -> Duration { .seconds(minutes * 60) }
}
