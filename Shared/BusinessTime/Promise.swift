public import FoundationEssentials

/// The resolution interval that the acknowledgement names to the customer.
///
/// Neither end lies on a local date without open time. An end that would is moved: the early one to the next opening,
/// the late one to the close of the first open stretch after it, because nobody works on a closed day. A closing at
/// midnight is named as the last minute of its own day.
public struct Promise: Hashable, Sendable, Codable {
    /// Not before this is a solution likely.
    public let earliest: Date
    /// By then the ticket is to be resolved.
    public let latest: Date

    /// The promise for a target counted from an instant; nil when the calendar has no open time left in 400 days.
    ///
    /// `earliest` is when half of the budget is used.
    public init?(start: Date, target: SLATarget, calendar: WorkCalendar) {
        let counting = target.calendar(calendar)
        self.init(
            counting.due(start: start, budget: target.budget / 2),
            counting.due(start: start, budget: target.budget),
            calendar
        )
    }

    /// The promise for a ticket that takes as long as those like it took; nil when the calendar has too little open time.
    public init?(start: Date, pace: ResolutionPace, calendar: WorkCalendar) {
        self.init(
            calendar.due(start: start, budget: .seconds(pace.low)),
            calendar.due(start: start, budget: .seconds(pace.high)),
            calendar
        )
    }

    private init?(_ first: Date?, _ last: Date?, _ calendar: WorkCalendar) {
        guard let first, let last,
            let earliest = Self.onOpenDay(first, calendar, { calendar.firstOpen(from: $0) }),
            let latest = Self.onOpenDay(last, calendar, { Self.close(after: $0, calendar) })
        else { return nil }
        self.earliest = earliest
        // A wall-clock target may run out on an open day before anybody comes to work: then the first stretch counts.
        self.latest = earliest < latest ? latest : Self.close(after: earliest, calendar) ?? earliest
    }

    private static func onOpenDay(_ instant: Date, _ calendar: WorkCalendar, _ move: (Date) -> Date?) -> Date? {
        if calendar.hasOpenTime(onDateOf: instant) { return instant }
        let minuteBefore = instant.addingTimeInterval(-60)
        if calendar.isOpen(at: minuteBefore) { return minuteBefore }
        return move(instant)
    }

    private static func close(after instant: Date, _ calendar: WorkCalendar) -> Date? {
        guard let opening = calendar.firstOpen(from: instant) else { return nil }
        guard let closing = calendar.nextClosing(after: opening) else { return opening }
        return calendar.hasOpenTime(onDateOf: closing) ? closing : closing.addingTimeInterval(-60)
    }
}
