extension CalendarDefinition {
    /// The same calendar with somebody's leave and extra shifts written into its days.
    ///
    /// Everything that counts by calendars counts by the result, too. Takes time in proportion to the days touched.
    ///
    /// - Throws: a ``CalendarError`` when an exception or the calendar itself is not readable.
    public func applying(_ exceptions: [CalendarException]) throws(CalendarError) -> CalendarDefinition {
        guard !exceptions.isEmpty else { return self }
        let changes = try Changes(exceptions)
        let hours = try CalendarHours(self)
        var result = self
        for day in changes.days {
            let open = DaySpan.union(hours.begun(on: day).own + hours.begun(on: day - 1).nextMorning)
            result.overrides[CivilDate.text(day)] = changes.applied(to: open, on: day).map(\.text)
        }
        // What a day's night leaves for the next morning stands in the changed day itself.
        for day in Set(changes.days.flatMap { [$0 - 1, $0 + 1] }).subtracting(changes.days) {
            var texts = changes.days.contains(day + 1) ? hours.begun(on: day).own.map(\.text) : intervals(on: day)
            if changes.days.contains(day - 1) { texts += hours.begun(on: day - 1).nextMorning.map(\.text) }
            result.overrides[CivilDate.text(day)] = texts
        }
        return result
    }

    /// A calendar that is open exactly while the exceptions' owner is on leave; `nil` when that never happens.
    public func leave(in exceptions: [CalendarException]) throws(CalendarError) -> CalendarDefinition? {
        let leave = exceptions.filter { $0.kind == .leave }
        guard !leave.isEmpty else { return nil }
        let opened = leave.map { CalendarException(from: $0.from, to: $0.to, kind: .extra) }
        return try CalendarDefinition(timeZone: timeZone, hours: [:]).applying(opened)
    }

    /// As they are written for a date, nights included.
    private func intervals(on day: Int) -> [[String]] {
        let text = CivilDate.text(day)
        if let override = overrides[text] { return override }
        return holidays.contains(text) ? [] : hours[CalendarHours.weekdays[CivilDate.weekday(day)]] ?? []
    }
}

/// Exceptions by the days they touch.
private struct Changes {
    private let leave: [Range<Int>]
    private let extra: [Range<Int>]
    let days: Set<Int>

    init(_ exceptions: [CalendarException]) throws(CalendarError) {
        var (leave, extra): ([Range<Int>], [Range<Int>]) = ([], [])
        for exception in exceptions {
            let seconds = try exception.seconds()
            if exception.kind == .leave { leave.append(seconds) } else { extra.append(seconds) }
        }
        days = Set(
            (leave + extra).flatMap { floorDivide($0.lowerBound, 86_400)...floorDivide($0.upperBound - 1, 86_400) }
        )
        (self.leave, self.extra) = (leave, extra)
    }

    func applied(to open: [DaySpan], on day: Int) -> [DaySpan] {
        let added = extra.compactMap { Self.part(of: $0, on: day) }
        return leave.compactMap { Self.part(of: $0, on: day) }.reduce(DaySpan.union(open + added)) { spans, gone in
            spans.flatMap { span in
                [
                    DaySpan(from: span.from, to: min(span.to, gone.from)),
                    DaySpan(from: max(span.from, gone.to), to: span.to),
                ].filter { $0.from < $0.to }
            }
        }
    }

    private static func part(of seconds: Range<Int>, on day: Int) -> DaySpan? {
        let from = max(0, seconds.lowerBound - day * 86_400)
        let to = min(86_400, seconds.upperBound - day * 86_400)
        return from < to ? DaySpan(from: from, to: to) : nil
    }
}

extension DaySpan {
    /// As calendars write it.
    fileprivate var text: [String] {
        [from, to].map { second in
            [second / 3_600, second / 60 % 60, second % 60].map { CivilDate.padded($0, 2) }.joined(separator: ":")
        }
    }
}
