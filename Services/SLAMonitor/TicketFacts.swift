import BusinessTime
import FoundationEssentials
import Tickets

/// Everything about one ticket that its clocks, timers and notices depend on.
struct TicketFacts: Sendable {
    let id: UUID
    let openedAt: Date
    let clockStart: Date
    /// Written by a machine: no clock runs, nothing is promised.
    let isMachine: Bool
    let subject: SLASubject
    let lane: Lane
    /// Whether the classifier has spoken.
    let isClassified: Bool
    /// Whether the acknowledgement was held back for good, such as without an address: then none is owed.
    let cannotBeAcknowledged: Bool
    /// The ledger as far as clocks care.
    var events: [SLAEvent] = []
    /// Readings as they were last stored.
    var clocks: [ClockKey: ClockRow] = [:]
    var timers: [TimerKey: TimerRow] = [:]
    var notices: [Notice] = []
}

/// Which clock of a ticket.
struct ClockKey: Hashable, Sendable, Comparable {
    let metric: String
    let cycle: Int

    static func < (left: ClockKey, right: ClockKey) -> Bool {
        (left.metric, left.cycle) < (right.metric, right.cycle)
    }
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

    static func == (left: TimerRow, right: TimerRow) -> Bool {
        left.key == right.key && left.deadlineVersion == right.deadlineVersion
            && left.dueAt.microseconds == right.dueAt.microseconds
    }
}

/// What has been told, and when.
struct Notice: Equatable, Sendable {
    let clock: ClockKey
    let step: String
    let deadlineVersion: Int
    let toldAt: Date
}

extension Date {
    /// Whole microseconds, the resolution of the database: two readings of one instant are equal in it.
    var microseconds: Int64 { Int64((timeIntervalSinceReferenceDate * 1e6).rounded()) }
}
