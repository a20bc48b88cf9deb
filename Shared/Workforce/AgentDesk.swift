import Routing

/// What lies before one agent: load, tickets ready to be worked on, hands.
struct AgentDesk: Sendable {
    /// A ticket that somebody can work on: the lowest comes first.
    struct Ready: Comparable, Sendable {
        let rank: Int
        let due: Int
        let ticket: Int

        static func < (left: Ready, right: Ready) -> Bool {
            (left.rank, left.due, left.ticket) < (right.rank, right.due, right.ticket)
        }
    }

    private let seat: Seat
    private let period: Range<Int>
    /// Last one first.
    private var ready: [Ready] = []
    private var hands: Int
    private var since: Int
    private(set) var load = 0
    private(set) var peak = 0
    private(set) var tickets = 0
    /// Milliseconds of work within the period.
    private(set) var worked = 0
    /// Load × milliseconds on shift within the period.
    private(set) var loadTime = 0

    init(_ seat: Seat, period: Range<Int>) {
        self.seat = seat
        self.period = period
        hands = seat.atOnce
        since = period.lowerBound
    }

    /// Capacity that is left.
    var room: Int { max(0, seat.agent.capacity - load) }

    /// Takes capacity, or gives it back.
    mutating func take(_ weight: Int, at now: Int) {
        settle(at: now)
        load += weight
        peak = max(peak, load)
        if weight > 0 { tickets += 1 }
    }

    /// Counts the load up to an instant.
    mutating func settle(at now: Int) {
        let end = min(now, period.upperBound)
        loadTime += load * seat.worked(since, end)
        since = max(since, end)
    }

    mutating func add(_ entry: Ready) {
        var (low, high) = (0, ready.count)
        while low < high {
            let middle = (low + high) / 2
            if ready[middle] < entry { high = middle } else { low = middle + 1 }
        }
        ready.insert(entry, at: low)
    }

    /// The next ticket to begin with; nil without free hands, ready tickets, or a shift.
    mutating func next(_ now: Int) -> Int? {
        guard hands > 0, !ready.isEmpty, seat.isOpen(now) else { return nil }
        return ready.removeLast().ticket
    }

    /// Keeps one pair of hands busy; gives the instant at which it is free again, nil when that lies beyond all shifts.
    mutating func occupy(_ work: Int, from now: Int) -> Int? {
        hands -= 1
        let end = seat.end(of: work, from: now)
        worked += seat.worked(max(now, period.lowerBound), min(end ?? period.upperBound, period.upperBound))
        return end
    }

    mutating func release() { hands += 1 }
}
