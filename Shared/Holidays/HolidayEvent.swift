import BusinessTime
import FoundationEssentials

/// One event of a file, with all its repetitions.
struct HolidayEvent {
    /// Joins an event with the exceptions to it; empty when there is none.
    var uid = ""
    /// The begin of the repetition that this event takes the place of.
    var replaces: HolidayTime?
    var isCancelled = false
    let start: HolidayTime
    var end: HolidayTime?
    /// Seconds, instead of an end.
    var duration: Int?
    /// Begins, the first one among them.
    var begins: [HolidayTime] = []
    var excluded: [HolidayTime] = []

    private static let mostDays = 366

    /// The numbers of the dates that the event closes.
    func days(without gone: [HolidayTime], in zone: Zone, number: Int) throws(HolidayFileError) -> Set<Int> {
        let length = try length(in: zone, number: number)
        // An exception means the same instant, or the same date when it or the event is a date.
        let goneDays = Set(gone.filter { $0.kind == .date || start.kind == .date }.map(\.day))
        let goneSeconds = Set(gone.map(\.seconds))
        var days = Set<Int>()
        for begin in begins where !goneDays.contains(begin.day) && !goneSeconds.contains(begin.seconds) {
            let from = Self.wall(begin, in: zone)
            let first = HolidayTime.floorDay(from + 86_399)
            let last = HolidayTime.floorDay(from + length) - 1
            if first <= last { days.formUnion(first...last) }
        }
        return days
    }

    /// Seconds from begin to end on the wall clock; a date without a later end lasts one day.
    private func length(in zone: Zone, number: Int) throws(HolidayFileError) -> Int {
        let written = end.map { Self.wall($0, in: zone) - Self.wall(start, in: zone) } ?? duration ?? 0
        guard (0...Self.mostDays * 86_400).contains(written) else {
            throw .badEvent(number, field: end == nil ? "DURATION" : "DTEND")
        }
        return start.kind == .date ? max(written, 86_400) : written
    }

    private static func wall(_ time: HolidayTime, in zone: Zone) -> Int {
        guard time.kind == .utc else { return time.seconds }
        return time.seconds + zone.offset(at: Date(timeIntervalSince1970: Double(time.seconds)))
    }
}
