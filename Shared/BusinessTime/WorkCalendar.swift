public import FoundationEssentials

/// A working calendar, compiled for questions.
///
/// An instant is open when its local wall-clock time lies in one of that local date's intervals: in an overlap both
/// passes count, in a gap nothing exists to count.
public struct WorkCalendar: Sendable {
    /// The text it was made of.
    public let definition: CalendarDefinition
    /// The zone its times are in.
    public let zone: Zone
    /// Open round the clock, every day.
    let isAlways: Bool
    private let week: [[DaySpan]]
    private let special: [Int: [DaySpan]]
    private let specialDays: ClosedRange<Int>

    /// Compiles a definition; reads the zone's file on first use of the zone.
    ///
    /// With `mustOpenAfter` a calendar without open time in the 400 days from then is refused; setup gives the present,
    /// nil is for calendars already in force.
    public init(
        _ definition: CalendarDefinition,
        zones: ZoneStore = .system,
        mustOpenAfter: Date?
    ) throws(CalendarError) {
        let zone: Zone
        do { zone = try zones.zone(definition.timeZone) } catch { throw .zone(error) }
        try self.init(definition, zone: zone)
        if let mustOpenAfter, firstOpen(from: mustOpenAfter) == nil { throw .neverOpen }
    }

    /// Compiles a definition for a zone at hand, such as one kept in a ``ZoneSnapshot``.
    public init(_ definition: CalendarDefinition, zone: Zone) throws(CalendarError) {
        let hours = try CalendarHours(definition)
        self.definition = definition
        self.zone = zone
        week = (0..<7).map { DaySpan.union(hours.week[$0].own + hours.week[($0 + 6) % 7].nextMorning) }
        var special: [Int: [DaySpan]] = [:]
        for date in hours.dates.keys {
            for day in [date, date + 1] where special[day] == nil {
                special[day] = DaySpan.union(hours.begun(on: day).own + hours.begun(on: day - 1).nextMorning)
            }
        }
        self.special = special
        specialDays = (special.keys.min() ?? 0)...(special.keys.max() ?? 0)
        isAlways = special.isEmpty && week.allSatisfy { $0 == [.wholeDay] }
    }

    /// The open spans of a local date by its number since 1970.
    func spans(_ day: Int) -> [DaySpan] {
        if specialDays.contains(day), let spans = special[day] { return spans }
        return week[CivilDate.weekday(day)]
    }
}

/// A definition's hours, read and checked.
struct CalendarHours {
    private(set) var week = [DayHours](repeating: DayHours(), count: 7)
    private(set) var dates: [Int: DayHours] = [:]

    init(_ definition: CalendarDefinition) throws(CalendarError) {
        for (key, intervals) in definition.hours {
            guard let weekday = Self.weekdays.firstIndex(of: key) else { throw .badWeekday(key) }
            week[weekday] = try DayHours(intervals, day: key)
        }
        for text in definition.holidays {
            dates[try Self.date(text)] = DayHours()
        }
        for (text, intervals) in definition.overrides {
            dates[try Self.date(text)] = try DayHours(intervals, day: text)
        }
    }

    func begun(on day: Int) -> DayHours { dates[day] ?? week[CivilDate.weekday(day)] }

    static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    private static func date(_ text: String) throws(CalendarError) -> Int {
        guard let day = CivilDate.parse(text) else { throw .badDate(text) }
        return day
    }
}
