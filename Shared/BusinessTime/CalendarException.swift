/// A stretch in which somebody's hours differ from the calendar, on the wall clock of the calendar's zone.
public struct CalendarException: Codable, Hashable, Sendable {
    /// What it does to the hours.
    public enum Kind: String, Codable, CaseIterable, Hashable, Sendable {
        /// Closed: planned leave. Wins over everything.
        case leave
        /// Open: an extra shift.
        case extra
    }

    /// First day, `YYYY-MM-DD`, or first moment, `YYYY-MM-DDTHH:MM`.
    public var from: String
    /// Last day, included, or the moment at which it ends.
    public var to: String
    /// What it does to the hours.
    public var kind: Kind

    /// An exception; nothing is checked before it meets a calendar.
    public init(from: String, to: String, kind: Kind) {
        self.from = from
        self.to = to
        self.kind = kind
    }

    /// Longest stretch, in days.
    public static let longest = 400

    /// Seconds of the wall clock since 1970-01-01, half-open.
    func seconds() throws(CalendarError) -> Range<Int> {
        guard let begin = Self.second(from, endsDay: false), let end = Self.second(to, endsDay: true), begin < end,
            end - begin <= Self.longest * 86_400
        else { throw .badException(from: from, to: to) }
        return begin..<end
    }

    /// Throws a ``CalendarError`` when the two ends are no stretch of up to 400 days.
    public func validate() throws(CalendarError) { _ = try seconds() }

    private static func second(_ text: String, endsDay: Bool) -> Int? {
        let parts = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
        guard let day = parts.first.flatMap({ CivilDate.parse(String($0)) }) else { return nil }
        guard parts.count == 2 else { return (endsDay ? day + 1 : day) * 86_400 }
        return DayHours.time(String(parts[1])).map { day * 86_400 + $0 }
    }
}
