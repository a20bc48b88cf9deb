public import BusinessTime
import FoundationEssentials

/// An iCalendar file of holidays, such as authorities, Google, Outlook and Apple publish.
///
/// Whole days are holidays: dates as written, and what timed events cover from midnight to midnight. Times in UTC are
/// taken in the calendar's zone, all others as written. Events that are free time (`TRANSP:TRANSPARENT`) count, cancelled
/// ones do not.
public struct HolidayFile: Sendable {
    private let events: [HolidayEvent]
    /// Those of the events that take the place of one repetition of another.
    private let replacements: [HolidayEvent]
    private let years: ClosedRange<Int>

    /// Reads a file of at most 1 MiB with at most 5,000 events; its repetitions are followed to the end of `years`.
    ///
    /// - Throws: ``HolidayFileError``; correcting the file helps, a retry does not.
    public init(_ bytes: [UInt8], years: ClosedRange<Int>) throws(HolidayFileError) {
        events = try ICalendar(HolidayText(bytes)).events(years: years)
        replacements = events.filter { $0.replaces != nil }
        self.years = years
    }

    /// The closed dates of the years asked for, `YYYY-MM-DD`, in order and each once.
    ///
    /// - Throws: ``HolidayFileError/noDates(years:)`` when there are none, because the calendar would be open all year.
    public func dates(in zone: Zone) throws(HolidayFileError) -> [String] {
        var days = Set<Int>()
        for (index, event) in events.enumerated() where !event.isCancelled {
            days.formUnion(try event.days(without: exceptions(to: event), in: zone, number: index + 1))
        }
        let inWindow = days.map(Self.text).filter { text in years.contains(Int(text.prefix(4)) ?? 0) }
        guard !inWindow.isEmpty else { throw .noDates(years: years) }
        return inWindow.sorted()
    }

    /// Repetitions that an event leaves out, and those that other events of its name take the place of.
    private func exceptions(to event: HolidayEvent) -> [HolidayTime] {
        guard event.replaces == nil else { return [] }
        let moved = event.uid.isEmpty ? [] : replacements.filter { $0.uid == event.uid }.compactMap(\.replaces)
        return event.excluded + moved
    }

    private static func text(_ day: Int) -> String {
        Date(timeIntervalSince1970: Double(day) * 86_400).formatted(.iso8601.year().month().day())
    }
}
