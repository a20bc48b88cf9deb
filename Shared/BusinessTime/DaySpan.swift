/// Open seconds of one local date, half-open, counted on the wall clock from midnight.
struct DaySpan: Hashable, Sendable {
    let from: Int
    let to: Int

    static let wholeDay = DaySpan(from: 0, to: 86_400)

    /// Sorts, and joins what overlaps or touches.
    static func union(_ spans: [DaySpan]) -> [DaySpan] {
        spans.sorted { $0.from < $1.from }.reduce(into: []) { joined, span in
            if let last = joined.last, span.from <= last.to {
                joined[joined.count - 1] = DaySpan(from: last.from, to: max(last.to, span.to))
            } else {
                joined.append(span)
            }
        }
    }
}

/// The intervals that begin on one date, with what they leave for the next.
struct DayHours: Sendable {
    private(set) var own: [DaySpan] = []
    private(set) var nextMorning: [DaySpan] = []

    init() {}

    init(_ intervals: [[String]], day: String) throws(CalendarError) {
        for interval in intervals {
            guard interval.count == 2, let from = Self.time(interval[0]), let to = Self.time(interval[1]),
                from != to, from < 86_400
            else { throw .badInterval(day: day, interval: interval) }
            if from < to {
                own.append(DaySpan(from: from, to: to))
            } else {
                own.append(DaySpan(from: from, to: 86_400))
                if to > 0 { nextMorning.append(DaySpan(from: 0, to: to)) }
            }
        }
    }

    /// Seconds after midnight of `HH:MM` or `HH:MM:SS`, up to 24:00.
    static func time(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Array($0.utf8) }
        guard (2...3).contains(parts.count), parts.allSatisfy({ $0.count == 2 }) else { return nil }
        let numbers = parts.compactMap { CivilDate.number($0[...]) }
        guard numbers.count == parts.count, numbers.dropFirst().allSatisfy({ $0 < 60 }) else { return nil }
        let seconds = numbers[0] * 3_600 + numbers[1] * 60 + (numbers.count == 3 ? numbers[2] : 0)
        return seconds <= 86_400 ? seconds : nil
    }
}
