/// A ticket's clocks by the oracle's own reading of the rules, from stretches of the ticket's standing.
///
/// No state is carried from event to event: each clock is asked which stretches it counts. The rules: responses do not
/// pause; the resolution stands still while the ticket waits for anything, a proposal is open, or it is ended before it
/// is reopened; silence stands still while the next step is the customer's; machines satisfy no person's target.
struct LedgerReading {
    enum Standing: Equatable {
        case open, proposed
        case waits(Ledger.Wait)
        case resolved, closed, merged

        var isEnded: Bool { self == .resolved || self == .closed || self == .merged }
        var awaitsCustomer: Bool { self == .waits(.customer) || self == .proposed }
    }

    /// A clock before any budget: where it starts, stands still and stops.
    struct Course {
        let clock: Ledger.Clock
        let from: Int
        var still: [OraclePauses.Pause] = []
        var stop: Int?
        var isCancelled = false
    }

    /// What happened, with the time that counts and the standing from then on.
    struct Step {
        let what: Ledger.Happening
        let at: Int
        let standing: Standing
    }

    let start: Int
    let steps: [Step]
    let utc: OracleZone

    init(_ ledger: Ledger, until: Int) {
        start = min(max(ledger.receivedAt, ledger.openedAt - 72 * 3600), ledger.openedAt)
        utc = ledger.utc
        var steps: [Step] = []
        for event in ledger.events(until: until) {
            let standing = Self.standing(after: event.what, steps.last?.standing ?? .open)
            steps.append(Step(what: event.what, at: max(event.at, steps.last?.at ?? start), standing: standing))
        }
        self.steps = steps
    }

    /// The clocks under a policy as they stand when it ends, by metric and begin.
    func clocks(under policy: Ledger.Policy) -> [ClockReading] {
        let all = courses
        return Ledger.Clock.allCases.flatMap { clock in
            guard let target = policy.targets[clock] else { return [ClockReading]() }
            return all.filter { $0.clock == clock }.map { reading($0, target, policy) }
        }
    }

    var courses: [Course] { [acknowledgement, firstResponse, resolution] + nextResponses + silences }

    /// How a ticket stands after something happened to it.
    static func standing(after what: Ledger.Happening, _ old: Standing) -> Standing {
        switch what {
        case .resolved: return .resolved
        case .closed: return .closed
        case .merged: return .merged
        case .reopened: return old.isEnded ? .open : old
        case .waits(let reason): return old.isEnded ? old : .waits(reason)
        case .proposed: return old.isEnded ? old : .proposed
        case .resumed, .objected: return old.isEnded ? old : .open
        case .customerMessage: return old.awaitsCustomer ? .open : old
        case .opened, .acknowledged, .humanReply, .autoReply, .progressSent: return old
        }
    }

    private func reading(_ course: Course, _ target: Ledger.Target, _ policy: Ledger.Policy) -> ClockReading {
        let week = [[OracleCalendar.Hours]](repeating: [.init(begin: 0, end: 1440)], count: 7)
        let oracle = MinuteOracle(
            calendar: target.isBusiness ? policy.calendar : OracleCalendar(zone: utc, week: week)
        )
        let budgets = (policy.shares + [100]).map { target.minutes * 60 * $0 / 100 }
        let dues = oracle.dues(from: course.from, budgets: budgets, pauses: OraclePauses(course.still))
        let deadline = dues[policy.shares.count]
        return ClockReading(
            clock: course.clock,
            startedAt: course.from,
            dueAt: deadline,
            stoppedAt: course.stop,
            state: Self.state(course, deadline, until: policy.until),
            warnings: dues.dropLast().compactMap { $0 }.filter { $0 <= course.stop ?? Int.max }
        )
    }

    private static func state(_ course: Course, _ deadline: Int?, until: Int) -> ClockReading.State {
        if let deadline, course.stop ?? until > deadline { return .breached }
        guard course.stop == nil else { return course.isCancelled ? .cancelled : .met }
        return course.still.contains { $0.to == nil } ? .paused : .running
    }
}
