/// Answers questions about business time by walking minute by minute, as slowly and as plainly as the rules read.
struct MinuteOracle: Sendable {
    /// So many days without one open minute, and nothing is due any more.
    static let closedDays = 400

    let calendar: OracleCalendar

    /// The earliest second at which so many open, unpaused seconds have passed; nil if that never happens.
    func due(from start: Int, seconds: Int, pauses: OraclePauses) -> Int? {
        dues(from: start, budgets: [seconds], pauses: pauses)[0]
    }

    /// The same for rising budgets in seconds, found on one walk.
    func dues(from start: Int, budgets: [Int], pauses: OraclePauses) -> [Int?] {
        var dues: [Int?] = []
        var second = start
        var lastOpen = start
        var passed = 0
        var walk = OracleWalk(calendar, from: start / 60)
        for budget in budgets {
            while passed < budget {
                guard second < pauses.forever, second - lastOpen < Self.closedDays * 86400 else {
                    return dues + [Int?](repeating: nil, count: budgets.count - dues.count)
                }
                let end = (walk.minute + 1) * 60
                if walk.isOpen() {
                    lastOpen = second
                    let counted = count(from: second, to: end, pauses: pauses, atMost: budget - passed)
                    passed += counted.seconds
                    second = counted.end
                }
                guard passed < budget else { break }
                second = end
                walk.step()
            }
            dues.append(second)
        }
        return dues
    }

    /// The open, unpaused seconds of `[start, end)`.
    func elapsed(from start: Int, to end: Int, pauses: OraclePauses) -> Int {
        var sum = 0
        var second = start
        var walk = OracleWalk(calendar, from: start / 60)
        while second < end {
            let stop = min((walk.minute + 1) * 60, end)
            if walk.isOpen() { sum += count(from: second, to: stop, pauses: pauses, atMost: Int.max).seconds }
            second = stop
            walk.step()
        }
        return sum
    }

    func isOpen(at second: Int) -> Bool {
        var walk = OracleWalk(calendar, from: second / 60)
        return walk.isOpen()
    }

    /// The earliest second from `start` on that is open, or is not; nil beyond the days looked at.
    func first(open: Bool, from start: Int) -> Int? {
        var walk = OracleWalk(calendar, from: start / 60)
        let last = start / 60 + Self.closedDays * 1440
        while walk.minute <= last {
            if walk.isOpen() == open { return max(start, walk.minute * 60) }
            walk.step()
        }
        return nil
    }

    /// The unpaused seconds of an open piece of one minute, and where the last of them ends.
    private func count(
        from start: Int,
        to end: Int,
        pauses: OraclePauses,
        atMost limit: Int
    ) -> (seconds: Int, end: Int) {
        if pauses.areWholeMinutes {
            let seconds = pauses.contains(start) ? 0 : min(end - start, limit)
            return (seconds, start + seconds)
        }
        var seconds = 0
        var last = start
        for second in start..<end where seconds < limit && !pauses.contains(second) {
            seconds += 1
            last = second + 1
        }
        return (seconds, last)
    }
}
