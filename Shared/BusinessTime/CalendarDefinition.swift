/// A working calendar as written in setup files and stored with its version.
///
/// JSON: `{"tz": "Europe/Berlin", "hours": {"mon": [["09:00","17:00"]]}, "holidays": ["2026-12-25"],
/// "overrides": {"2026-12-24": [["09:00","12:00"]]}}`. Times are `HH:MM` or `HH:MM:SS` of the local wall clock, half-open;
/// an interval ends at `24:00` at the latest, or on the next day when its end is not later than its begin. It then
/// belongs to the date on which it begins. A missing weekday is closed. An override replaces all hours of its date and
/// wins over a holiday.
public struct CalendarDefinition: Codable, Hashable, Sendable {
    /// IANA name of the zone.
    public var timeZone: String
    /// Open intervals by weekday, `mon` … `sun`.
    public var hours: [String: [[String]]]
    /// Closed dates, `YYYY-MM-DD`.
    public var holidays: [String]
    /// Open intervals by date, `YYYY-MM-DD`.
    public var overrides: [String: [[String]]]

    /// A calendar's text; nothing is checked before it becomes a ``WorkCalendar``.
    public init(
        timeZone: String,
        hours: [String: [[String]]],
        holidays: [String] = [],
        overrides: [String: [[String]]] = [:]
    ) {
        self.timeZone = timeZone
        self.hours = hours
        self.holidays = holidays
        self.overrides = overrides
    }

    private enum CodingKeys: String, CodingKey {
        case timeZone = "tz"
        case hours, holidays, overrides
    }

    /// Reads the JSON form; `holidays` and `overrides` may be missing.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        timeZone = try container.decode(String.self, forKey: .timeZone)
        hours = try container.decode([String: [[String]]].self, forKey: .hours)
        holidays = try container.decodeIfPresent([String].self, forKey: .holidays) ?? []
        overrides = try container.decodeIfPresent([String: [[String]]].self, forKey: .overrides) ?? [:]
    }
}
