/// Steps through a calendar's open spans from an instant on, in seconds since 1970.
///
/// Spans come in order and do not overlap, but may touch. Ends after 400 closed days in a row, or with the year 9999.
struct OpenWalk: IteratorProtocol {
    private let calendar: WorkCalendar
    private let start: Int
    private var segment: Int
    private var segmentStart: Int
    private var segmentEnd: Int
    private var offset: Int
    private var day: Int
    private var spans: [DaySpan]
    private var index = 0
    private var closedDays = 0

    init(_ calendar: WorkCalendar, from start: Int) {
        self.calendar = calendar
        self.start = start
        segment = calendar.zone.segment(at: start)
        segmentStart = start
        segmentEnd = calendar.zone.end(of: segment)
        offset = calendar.zone.offsets[segment]
        day = floorDivide(start + offset, 86_400)
        spans = calendar.spans(day)
    }

    mutating func next() -> (from: Int, to: Int)? {
        if calendar.isAlways { return always() }
        while closedDays <= Self.longestClosure, day < Self.lastDay {
            let midnight = day * 86_400 - offset
            while index < spans.count {
                let from = max(midnight + spans[index].from, segmentStart)
                let to = min(midnight + spans[index].to, segmentEnd)
                index += 1
                if from < to {
                    closedDays = 0
                    return (from, to)
                }
            }
            closedDays += 1
            turn(midnight: midnight)
        }
        return nil
    }

    private static let longestClosure = 400
    private static let lastDay = CivilDate.day(10_000, 1, 1)
    private static let lastSecond = lastDay * 86_400

    /// Goes to the next local date, or to the date on which the next offset begins.
    private mutating func turn(midnight: Int) {
        if midnight + 86_400 < segmentEnd {
            day += 1
        } else {
            segment += 1
            segmentStart = segmentEnd
            segmentEnd = calendar.zone.end(of: segment)
            offset = calendar.zone.offsets[segment]
            day = floorDivide(segmentStart + offset, 86_400)
        }
        index = 0
        spans = calendar.spans(day)
    }

    private mutating func always() -> (from: Int, to: Int)? {
        guard index == 0, start < Self.lastSecond else { return nil }
        index = 1
        return (start, Self.lastSecond)
    }
}
