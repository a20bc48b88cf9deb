import BusinessTime
import FoundationEssentials
import Routing
import Tickets

/// An assignment under way, and what tells whether its agent works on it.
struct Watched: Sendable, Equatable {
    let id: UUID
    let ticket: UUID
    let agent: String
    let assignedAt: Date
    /// The agent's last act since then, or anybody's answer to the customer.
    var actedAt: Date?
    /// The first thing since that act that calls for another one.
    var calledAt: Date?
    /// Somebody of ours has to act, by the ticket's status.
    var isOurs = true
    /// Since when the agent is signed off; `nil` when signed on.
    var awaySince: Date?
    /// The last time that it stayed for want of somebody else, by why it was to go.
    var kept: [TakeBack: Date] = [:]
}

/// Why a ticket is taken from its agent without anybody asking; codes of the ledger.
enum TakeBack: String, Sendable, CaseIterable {
    /// Signed off for too long.
    case away
    /// No sign of life.
    case silent
    /// The shift ends, and the ticket goes on.
    case shiftEnd = "shift_end"
}

/// When to look at an assignment, and what is due there; pure.
struct Vigil: Sendable {
    let policy: HandOverPolicy

    /// What is due now, and when to look again otherwise; `nil` for neither.
    struct Finding: Sendable, Equatable {
        var due: TakeBack?
        /// `nil` when nothing will come by itself.
        var lookAt: Date?
    }

    /// An assignment that has just begun is looked at then.
    func firstLook(_ priority: Priority, _ hours: AgentHours?, from now: Date) -> Date? {
        guard let hours else { return now }
        let silent = policy.silence(priority).flatMap { worked($0, since: now, hours.calendar) }
        return [silent, leave(hours, at: now, keptAt: nil), shiftEnd(after: now, hours)?.planned]
            .compactMap { $0 }.min()
    }

    /// A calendar that nobody knows, or an agent who is gone, counts as an absence that has lasted long enough.
    func finding(
        _ watched: Watched,
        _ facts: TicketFacts,
        _ hours: AgentHours?,
        at now: Date
    ) -> Finding {
        guard let hours else { return afterKeeping(.away, watched, now) }
        var looks: [Date] = []
        for away in [absence(watched, hours), leave(hours, at: now, keptAt: watched.kept[.away])].compactMap({ $0 }) {
            if away <= now { return Finding(due: .away) }
            looks.append(away)
        }
        if let silent = silence(watched, facts.priority, hours.calendar, now) {
            if silent <= now { return Finding(due: .silent) }
            looks.append(silent)
        }
        if let end = shiftEnd(after: now, hours) {
            let isContinuous = policy.isContinuous(facts.priority, isSafety: facts.isSafety, mark: facts.continuous)
            if end.planned > now {
                looks.append(end.planned)
            } else if isContinuous, watched.kept[.shiftEnd].map({ $0 < end.planned }) ?? true {
                return Finding(due: .shiftEnd)
            } else {
                looks.append(end.closing)
            }
        }
        return Finding(lookAt: looks.min())
    }

    /// When somebody who signed off has been away for long enough, in regular hours.
    private func absence(_ watched: Watched, _ hours: AgentHours) -> Date? {
        guard let since = watched.awaySince, let minutes = policy.absence else { return nil }
        let start = [since, watched.assignedAt, watched.kept[.away]].compactMap { $0 }.max()
        return worked(minutes, since: start, hours.regular)
    }

    /// When the present or the next planned leave has lasted long enough, in regular hours.
    private func leave(_ hours: AgentHours, at now: Date, keptAt: Date?) -> Date? {
        guard let minutes = policy.absence, let leave = hours.leave else { return nil }
        let past = now.addingTimeInterval(-86_400 * Double(CalendarException.longest))
        // A second more, since intervals end at whole microseconds.
        let begun = { leave.openIntervals(from: past, to: now.addingTimeInterval(1)).last { $0.lowerBound <= now } }
        let start = leave.isOpen(at: now) ? begun()?.lowerBound ?? now : leave.firstOpen(from: now)
        guard let start else { return nil }
        return worked(minutes, since: max(start, keptAt ?? start), hours.regular)
    }

    /// A ticket that calls for nothing now may do so from now on at the earliest.
    private func silence(_ watched: Watched, _ priority: Priority, _ calendar: WorkCalendar, _ now: Date) -> Date? {
        guard let minutes = policy.silence(priority) else { return nil }
        let called = watched.actedAt == nil ? watched.assignedAt : watched.calledAt
        guard watched.isOurs, let called else { return worked(minutes, since: now, calendar) }
        return worked(minutes, since: [called, watched.kept[.silent]].compactMap { $0 }.max(), calendar)
    }

    /// The end of the present or the next shift, and when its tickets are handed on; without a policy for it none.
    private func shiftEnd(after now: Date, _ hours: AgentHours) -> (planned: Date, closing: Date)? {
        guard policy.followTheSun, let shift = hours.shift(after: now) else { return nil }
        let planned = shift.closing.addingTimeInterval(-60 * Double(policy.shiftEndMinutes))
        return (shift.opening > now ? max(shift.opening, planned) : planned, shift.closing)
    }

    private func worked(_ minutes: Int, since: Date?, _ calendar: WorkCalendar) -> Date? {
        since.flatMap { calendar.due(start: $0, budget: .seconds(60 * minutes)) }
    }

    /// Once an hour for what cannot be counted by a calendar.
    private func afterKeeping(_ reason: TakeBack, _ watched: Watched, _ now: Date) -> Finding {
        guard let kept = watched.kept[reason] else { return Finding(due: reason) }
        let next = kept.addingTimeInterval(3_600)
        return next <= now ? Finding(due: reason) : Finding(lookAt: next)
    }
}
