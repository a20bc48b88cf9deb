import FoundationEssentials

/// The stretches of one clock, from its begin to its deadline, or to now while it has none.
struct SLADerivation {
    /// In order of time.
    let entries: [SLAExplanation.Entry]
    /// Counted up to the clock's end, or to now.
    let usedSeconds: Double

    /// Stretches of one clock that are looked at.
    private static let most = 5_000

    init(
        _ clock: SLAClock,
        _ run: SLARun,
        _ target: SLATarget,
        _ own: WorkCalendar,
        _ history: SLAHistory,
        now: Date
    ) {
        let calendar = target.calendar(own)
        let end = max(clock.dueAt ?? now, clock.startedAt)
        let view = CalendarView(own, counts: target.measure == .business)
        let stretches = Self.joined(
            calendar.counted(start: run.startedAt, budget: target.budget, pauses: run.pauses, limit: Self.most)
        )
        var entries = Self.pauses(run, calendar, own.zone, history, due: clock.dueAt, now: now)
        entries += view.closedDays(from: clock.startedAt, to: end) + view.shifts(from: clock.startedAt, to: end)
        entries += stretches.map { view.counted($0) }
        self.entries = Self.summed(entries)
        let until = clock.stoppedAt ?? now
        usedSeconds = calendar.elapsed(start: run.startedAt, end: until, pauses: run.pauses).exactSeconds
    }

    /// Touching stretches are one.
    private static func joined(_ stretches: [Range<Date>]) -> [Range<Date>] {
        stretches.reduce(into: []) { joined, stretch in
            if let last = joined.last, Microseconds(last.upperBound) == Microseconds(stretch.lowerBound) {
                joined[joined.count - 1] = last.lowerBound..<stretch.upperBound
            } else {
                joined.append(stretch)
            }
        }
    }

    private static func pauses(
        _ run: SLARun,
        _ calendar: WorkCalendar,
        _ zone: Zone,
        _ history: SLAHistory,
        due: Date?,
        now: Date
    ) -> [SLAExplanation.Entry] {
        run.pauses.flatMap(history.parts).map { part in
            let isLate = due.map { part.from >= $0 } ?? false
            let open = calendar.elapsed(start: part.from, end: part.to ?? max(now, part.from))
            return SLAExplanation.Entry(
                kind: .paused,
                from: LocalMoment(part.from, in: zone),
                to: part.to.map { LocalMoment($0, in: zone) },
                seconds: isLate ? 0 : open.exactSeconds,
                totalSeconds: 0,
                reason: part.reason + (isLate ? ", begun after the deadline: it gives nothing back" : "")
            )
        }
    }

    /// In order of time, with what was counted so far.
    private static func summed(_ entries: [SLAExplanation.Entry]) -> [SLAExplanation.Entry] {
        var total = 0.0
        return entries.sorted { ($0.from.at, $0.rank) < ($1.from.at, $1.rank) }.map { entry in
            if entry.kind == .counted { total += entry.seconds }
            return SLAExplanation.Entry(
                kind: entry.kind,
                from: entry.from,
                to: entry.to,
                seconds: entry.seconds,
                totalSeconds: total,
                reason: entry.reason
            )
        }
    }
}

extension SLAExplanation.Entry {
    fileprivate var rank: Int {
        switch kind {
        case .closed: 0
        case .paused: 1
        case .counted: 2
        case .shifted: 3
        }
    }
}

extension Duration {
    /// Seconds, exact to the microsecond.
    var exactSeconds: Double { Double(Microseconds(self).value) / 1e6 }
}
