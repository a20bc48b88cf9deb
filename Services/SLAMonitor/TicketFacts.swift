import BusinessTime
import ClockRecord
import FoundationEssentials
import Tickets

/// Everything about one ticket that its clocks, timers and notices depend on.
struct TicketFacts: Sendable {
    let head: TicketHead
    /// The ledger as far as clocks care.
    var events: [SLAEvent] = []
    /// Readings as they were last stored.
    var clocks: [ClockKey: ClockRow] = [:]
    var timers: [TimerKey: TimerRow] = [:]
    var notices: [Notice] = []

    var id: UUID { head.id }
    var lane: Lane { head.lane }
}

/// Which timer of a ticket.
struct TimerKey: Hashable, Sendable, Comparable {
    let clock: ClockKey
    let step: String

    static func < (left: TimerKey, right: TimerKey) -> Bool { (left.clock, left.step) < (right.clock, right.step) }
}

/// When to look at a ticket again.
struct TimerRow: Equatable, Sendable {
    let key: TimerKey
    let deadlineVersion: Int
    let dueAt: Date

    func isBefore(_ other: TimerRow) -> Bool {
        (dueAt.microseconds, key) < (other.dueAt.microseconds, other.key)
    }

    static func == (left: TimerRow, right: TimerRow) -> Bool {
        left.key == right.key && left.deadlineVersion == right.deadlineVersion
            && left.dueAt.microseconds == right.dueAt.microseconds
    }
}
