public import FoundationEssentials

extension WorkCalendar {
    /// The earliest instant at which so much open, unpaused time has passed; nil when that never happens.
    ///
    /// A budget that ends with the working day falls due at closing time, not at the next opening. Resolution: one
    /// microsecond. Nil: a pause that never ends comes first, 400 closed days follow, or the due time lies after 9999.
    public func due(start: Date, budget: Duration, pauses: [Pause] = []) -> Date? {
        due(start: Microseconds(start).value, budget: Microseconds(budget).value, pauses: PauseUnion(pauses))
            .map { Microseconds($0).date }
    }

    /// Open, unpaused time between two instants; zero when the end is not after the start.
    public func elapsed(start: Date, end: Date, pauses: [Pause] = []) -> Duration {
        let end = Microseconds(end).value
        var total = 0
        count(from: Microseconds(start).value, to: end, pauses: PauseUnion(pauses)) { from, to in
            total += to - from
            return true
        }
        return .microseconds(total)
    }

    /// The stretches that ``due(start:budget:pauses:)`` counts, in order; at most `limit` of them.
    public func counted(start: Date, budget: Duration, pauses: [Pause] = [], limit: Int = 1_000) -> [Range<Date>] {
        var left = Microseconds(budget).value
        var stretches: [Range<Date>] = []
        count(from: Microseconds(start).value, to: .max, pauses: PauseUnion(pauses)) { from, to in
            let used = min(to - from, left)
            left -= used
            if used > 0 { stretches.append(Microseconds(from).date..<Microseconds(from + used).date) }
            return left > 0 && stretches.count < limit
        }
        return stretches
    }

    func due(start: Int, budget: Int, pauses: PauseUnion) -> Int? {
        guard budget > 0 else { return start }
        var left = budget
        var due: Int?
        count(from: start, to: .max, pauses: pauses) { from, to in
            if to - from >= left {
                due = from + left
                return false
            }
            left -= to - from
            return true
        }
        return due
    }

    /// Visits the open, unpaused stretches between two instants in microseconds, until the visitor answers false.
    @inline(__always)
    private func count(from start: Int, to end: Int, pauses: PauseUnion, visit: (_ from: Int, _ to: Int) -> Bool) {
        let pauses = pauses.spans
        var pause = 0
        var walk = OpenWalk(self, from: floorDivide(start, Microseconds.perSecond))
        while let span = walk.next() {
            var from = max(span.from * Microseconds.perSecond, start)
            let to = min(span.to * Microseconds.perSecond, end)
            if from >= end { return }
            while from < to {
                while pause < pauses.count, pauses[pause].to <= from { pause += 1 }
                guard pause < pauses.count, pauses[pause].from < to else {
                    if !visit(from, to) { return }
                    break
                }
                if pauses[pause].from > from, !visit(from, pauses[pause].from) { return }
                if pauses[pause].to == .max { return }
                from = pauses[pause].to
            }
        }
    }
}
